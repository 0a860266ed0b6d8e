import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pageWith } from './page.ts'
import type { Page } from './page.ts'

/** Writes a page under docs: the sections given anew, all others as they were. */
export function writePage(
  name: string,
  page: Page & {
    readonly written: ReadonlyMap<string, string>
    readonly missing: (section: string) => string
  },
): void {
  const folder = new URL('../docs/', import.meta.url)
  const file = new URL(name, folder)
  mkdirSync(folder, { recursive: true })
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, pageWith(page, before, page.written, page.missing))
}
