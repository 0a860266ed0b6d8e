// Preloaded before a package is imported: whatever an edge runtime forbids at module scope throws here.
const forbid = (name) => () => {
  throw new Error(`at import: ${name}`)
}
const forbidden = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']
for (const name of forbidden) globalThis[name] = forbid(name)
for (const name of [
  'AbortController',
  'MessageChannel',
  'BroadcastChannel',
  'WebSocket',
  'Worker',
  'Function',
]) {
  if (name in globalThis)
    globalThis[name] = new Proxy(globalThis[name], { construct: forbid(name), apply: forbid(name) })
}
Math.random = forbid('Math.random')
Date.now = forbid('Date.now')
performance.now = forbid('performance.now')
crypto.getRandomValues = forbid('crypto.getRandomValues')
crypto.randomUUID = forbid('crypto.randomUUID')

const before = new Set(Reflect.ownKeys(globalThis))
for (const entry of process.argv.slice(2)) await import(entry)
const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key))
if (added.length > 0) throw new Error(`at import: globals ${added.map(String).join(', ')}`)
process.stdout.write('nothing ran at import\n')
