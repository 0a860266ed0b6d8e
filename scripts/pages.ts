// The Markdown pages of the repository, and what stands in them.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

export const root: string = resolve(import.meta.dirname, '..')

/** One fenced block of a page. */
export interface Block {
  /** The word behind the fence: `ts`, `text`, `sh`. */
  readonly language: string
  readonly text: string
  /** The file it names in its first line: `// predict.mts`, or `# node predict.mts` for what that prints. */
  readonly file: string | undefined
  /** The line of the page on which it starts. */
  readonly line: number
}

/** Lists every Markdown page of the repository by its path from the root. */
export function listPages(): readonly string[] {
  const skipped = new Set(['node_modules', 'dist', 'out', 'coverage', '.git', 'goldens'])
  const pages: string[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (entry.name.endsWith('.md')) pages.push(relative(root, path))
    }
  }
  visit(root)
  return pages.toSorted()
}

/** Reads a page by its path from the root. */
export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8')
}

/** Reads the fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = []
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | undefined
  readPage(page)
    .split('\n')
    .forEach((text, i) => {
      const fence = /^```(\S*)\s*$/.exec(text)
      if (open === undefined) {
        if (fence !== null) open = { language: fence[1] ?? '', line: i + 1, lines: [] }
      } else if (fence === null) open.lines.push(text)
      else {
        const [first = ''] = open.lines
        const file = /^(?:\/\/|# node) (\S+\.m?ts)\b/.exec(first)?.[1]
        blocks.push({ language: open.language, line: open.line, text: open.lines.join('\n') + '\n', file })
        open = undefined
      }
    })
  if (open !== undefined) throw new Error(`${page}: the block of line ${open.line} has no end`)
  return blocks
}

/** Reads the targets of a page's links and pictures, outside of code. */
export function linksOf(page: string): readonly string[] {
  const prose = readPage(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '')
  const targets = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(
    ([, target]) => target ?? '',
  )
  const inHtml = [...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target ?? '')
  return [...targets, ...inHtml]
}

/** Reads the anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  const prose = readPage(page).replace(/^```[\s\S]*?^```/gm, '')
  for (const [, heading = ''] of prose.matchAll(/^#{1,6} +(.+?)\s*$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/\s/g, '-')
    let anchor = slug
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`
    anchors.add(anchor)
  }
  for (const [, id = ''] of prose.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

/** Resolves a relative link to a path from the root and an anchor; `undefined` for links that leave the repository. */
export function resolveLink(
  page: string,
  target: string,
): { readonly path: string; readonly anchor: string | undefined } | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined
  const [path = '', anchor] = target.split('#')
  const from = path === '' ? page : join(dirname(page), decodeURIComponent(path))
  return { path: from.replace(/\/$/, ''), anchor }
}
