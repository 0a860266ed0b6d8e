// The tables of docs/telemetry.md, written from the catalogue. Run by itself it writes them; a test holds the
// page against them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  attributeCatalogue,
  eventCatalogue,
  metricCatalogue,
  spanCatalogue,
} from '../packages/core/src/telemetry/catalogue.ts'
import type { SpanEntry } from '../packages/core/src/telemetry/catalogue.ts'
import { root } from './pages.ts'

const path = join(root, 'docs/telemetry.md')
const kinds = { counter: 'counter', level: 'up-down counter', gauge: 'gauge' } as const

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

function spans(entries: Readonly<Record<string, SpanEntry>>): string {
  return table(
    ['name', 'what it is', 'attributes'],
    Object.entries(entries).map(([name, { attributes, description }]) => [
      code([name]),
      description,
      code(attributes),
    ]),
  )
}

const tables: Readonly<Record<string, string>> = {
  metrics: table(
    ['name', 'kind, unit', 'what it counts', 'attributes'],
    Object.entries(metricCatalogue).map(([name, { kind, unit, description, attributes }]) => [
      code([name]),
      `${kinds[kind]}, \`${unit}\``,
      description,
      code(attributes),
    ]),
  ),
  spans: spans(spanCatalogue),
  events: spans(eventCatalogue),
  attributes: table(
    ['attribute', 'values'],
    Object.entries(attributeCatalogue).map(([name, values]) => [code([name]), values]),
  ),
}

/** Puts the tables in their places: between `<!-- name -->` and `<!-- end -->`. */
export function withTables(page: string): string {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name}[^>]*-->\n)[\\s\\S]*?(<!-- end -->)`)
    if (!place.test(text)) throw new Error(`docs/telemetry.md has no place for ${name}`)
    return text.replace(place, (_, start: string, end: string) => `${start}\n${rows}\n\n${end}`)
  }, page)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(path, withTables(readFileSync(path, 'utf8')))
}
