/** What is wrong with a page, and what it is made of. */
export interface CheckedHtml {
  /** Faults of form; empty for a well-formed page. */
  readonly faults: readonly string[]
  /** Opening tags in order, by name. */
  readonly tags: readonly string[]
  readonly elements: readonly { readonly tag: string; readonly attributes: ReadonlyMap<string, string> }[]
  /** All text, decoded, as a reader sees it. */
  readonly text: string
}

const voids = new Set(['meta', 'br', 'hr', 'img', 'input', 'link'])
/** Ends by itself, as SVG shapes may. */
const opening = /^<([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<]*")?)*)\s*(\/?)>/
const attribute = /([a-zA-Z:-]+)(?:="([^"<]*)")?/g
const entity = /&(?:#(\d+)|#x([0-9a-f]+)|(amp|lt|gt|quot));/gi

/** Reads a page strictly: quoted attributes, closed elements, no bare `<` or `&`. Knows what our own pages use. */
export function checkHtml(html: string): CheckedHtml {
  const faults: string[] = []
  const elements: { tag: string; attributes: ReadonlyMap<string, string> }[] = []
  const open: string[] = []
  let text = ''
  let rest = html.replace(/^<!doctype html>\n/, '')
  if (rest === html) faults.push('no doctype')
  const decoded = (raw: string): string => {
    if (/&(?!#\d+;|#x[0-9a-f]+;|amp;|lt;|gt;|quot;)/i.test(raw))
      faults.push(`bare & near ${raw.slice(0, 40)}`)
    return raw.replace(entity, (_, decimal: string, hex: string, name: string) =>
      decimal !== undefined
        ? String.fromCodePoint(Number(decimal))
        : hex !== undefined
          ? String.fromCodePoint(Number.parseInt(hex, 16))
          : ({ amp: '&', lt: '<', gt: '>', quot: '"' }[name] ?? ''),
    )
  }
  while (rest !== '') {
    if (!rest.startsWith('<')) {
      const end = rest.indexOf('<')
      const piece = end < 0 ? rest : rest.slice(0, end)
      if (open.at(-1) !== 'style') {
        if (piece.includes('>')) faults.push(`bare > near ${piece.slice(0, 40)}`)
        text += decoded(piece)
      }
      rest = rest.slice(piece.length)
      continue
    }
    const closing = /^<\/([a-z][a-z0-9]*)>/.exec(rest)
    if (closing !== null) {
      const expected = open.pop()
      if (expected !== closing[1]) faults.push(`</${closing[1]}> closes <${expected}>`)
      rest = rest.slice(closing[0].length)
      continue
    }
    const match = opening.exec(rest)
    if (match === null) {
      faults.push(`no tag: ${rest.slice(0, 60)}`)
      break
    }
    const [whole, tag = '', given = '', ended] = match
    const attributes = new Map<string, string>()
    for (const [, name = '', value = ''] of given.matchAll(attribute)) {
      if (attributes.has(name)) faults.push(`${name} twice in <${tag}>`)
      attributes.set(name, decoded(value))
    }
    elements.push({ tag, attributes })
    if (ended !== '/' && !voids.has(tag)) open.push(tag)
    rest = rest.slice(whole.length)
  }
  if (open.length > 0) faults.push(`left open: ${open.join(' ')}`)
  return { faults, tags: elements.map(({ tag }) => tag), elements, text }
}
