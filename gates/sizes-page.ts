import type { Table } from './sizes.ts'

const kb = (bytes: number): string => (bytes / 1_000).toFixed(1)

/** Writes the table of sizes as the page `docs/sizes.md`. */
export function pageOf(table: Table): string {
  const rows = Object.entries(table).map(([name, row]) => {
    const target =
      row.target === undefined ? '' : `${kb(row.target)}${row.gzip > row.target ? ' (not met)' : ''}`
    const cells = [kb(row.min), kb(row.gzip), kb(row.ceiling), target, kb(row.all.min), kb(row.all.gzip)]
    return `| \`${name}\` | ${cells.join(' | ')} | ${row.lazy === 0 ? '' : kb(row.lazy)} |`
  })
  return `# Sizes

<!-- Written by \`npm run gates -- sizes --write\`. Do not edit. -->

What an application's bundle grows by, in KB (1000 bytes), from the packed tarballs with esbuild: minified, and
after gzip. An entry is measured whole (\`export * from '...'\`); an application that imports less gets less.

- **own**: without third parties (zod, lru-cache, p-retry, the OpenTelemetry API), as a user has most of them anyway.
- **ceiling**: own, after gzip; \`npm run gates\` fails above it. It is what was measured when it was last accepted, and 3%.
- **target**: what the project wants own to be, after gzip.
- **all**: third parties included, with the conditions \`worker\` and \`browser\`.
- **lazy**: loaded when first needed, after gzip: cockatiel, when a breaker first trips.

| | own | gzip | ceiling | target | all | gzip | lazy |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}

No first chunk holds a Node built-in (but those of \`./node\` entries), cockatiel, an ONNX runtime or a locale of zod other than English;
none of our own code uses \`process\`, \`eval\` or \`new Function\`. The same run checks it.
`
}
