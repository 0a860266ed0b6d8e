// Installs the packed tarballs into an empty project, as a user would, and follows the README there:
// the declarations check under TypeScript and the README's first program runs and prints what it says.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const work = mkdtempSync(join(tmpdir(), 'plimsoll-pack-'))
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

function fail(why) {
  console.error(`pack-check: ${why}`)
  process.exitCode = 1
}

const tarballs = {}
for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name)
  const packed = JSON.parse(run('pnpm', ['pack', '--json', '--pack-destination', work], folder))
  tarballs[JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name] = `file:${packed.filename}`
  const paths = packed.files.map((file) => file.path)
  if (paths.some((path) => /\.test(-d)?\.ts$|tsbuildinfo/.test(path)))
    fail(`${name} packs tests or build notes`)
  if (!paths.includes('README.md')) fail(`${name} packs no README`)
  if (!paths.includes('dist/index.js') || !paths.includes('dist/index.d.ts')) fail(`${name} packs no build`)
  const manifest = run('tar', ['-xzOf', packed.filename, 'package/package.json'], work)
  if (/workspace:|catalog:|@plimsoll\/source/.test(manifest))
    fail(`${name} packs a manifest of the workspace`)
}

// The README's programs: ```ts blocks that name the file they are.
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const programs = [...readme.matchAll(/```ts\n\/\/ (\S+\.mts)[^\n]*\n([\s\S]*?)```/g)]
const outputs = [...readme.matchAll(/```text\n# node (\S+\.mts)\n([\s\S]*?)```/g)]
if (programs.length === 0) fail('the README has no program to follow')

const project = join(work, 'project')
mkdirSync(project)
const version = (name) =>
  new RegExp(`^  '?${name.replace('/', '\\/')}'?: (\\S+)$`, 'm').exec(
    readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'),
  )[1]
const dependencies = {
  ...tarballs,
  zod: version('zod'),
  'onnxruntime-common': version('onnxruntime-common'),
  typescript: version('typescript'),
  '@types/node': version('@types/node'),
}
// As npm makes it, which says that files are CommonJS.
run('npm', ['init', '-y'], project)
const made = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
writeFileSync(
  join(project, 'package.json'),
  JSON.stringify({ ...made, dependencies, overrides: tarballs }, null, 2),
)
for (const [, file, code] of programs) writeFileSync(join(project, file), code)
const entries = readdirSync(join(root, 'packages')).flatMap((name) => {
  const manifest = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'))
  return Object.keys(manifest.exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => manifest.name + entry.slice(1))
})
writeFileSync(
  join(project, 'entries.mts'),
  entries.map((entry, i) => `import * as e${i} from '${entry}'\nvoid e${i}\n`).join(''),
)
// A user's own strict settings, declarations checked too.
writeFileSync(
  join(project, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'NodeNext',
      target: 'ES2023',
      lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
      types: ['node'],
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
    },
  }),
)
run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], project)
try {
  execFileSync(join(project, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: project, stdio: 'inherit' })
} catch {
  fail('the declarations, or a program of the README, do not check as a user')
}
run('node', ['entries.mts'], project)
run('node', ['-e', "if (typeof require('plimsoll').guard !== 'function') process.exit(1)"], project)
for (const [, file] of programs) {
  const printed = run('node', [file], project)
  const promised = outputs.find(([, name]) => name === file)?.[2]
  if (promised === undefined) fail(`the README does not say what ${file} prints`)
  else if (printed.trim() !== promised.trim()) {
    fail(`${file} printed\n${printed}\ninstead of\n${promised}`)
  }
}
rmSync(work, { recursive: true, force: true })
if (process.exitCode !== 1) {
  console.log(
    `pack-check: ${Object.keys(tarballs).length} tarballs, ${entries.length} entries, ${programs.length} programs`,
  )
}
