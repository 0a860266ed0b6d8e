import type { DriftReport } from '../report-types.ts'
import { columnDetails } from './column-details.ts'
import { columnTable } from './column-table.ts'
import { escapeHtml } from './escape-html.ts'
import { howToRead } from './how-to-read.ts'
import { overTime } from './over-time.ts'
import { overview } from './overview.ts'
import { style } from './style.ts'

/** Writes a report as one page: nothing is loaded from elsewhere, and no script runs. */
export function reportPage(report: DriftReport): string {
  const title = `${report.title}: ${report.baseline.name}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body><main>
${overview(report)}
${columnTable(report)}
${overTime(report)}
${columnDetails(report)}
${howToRead(report)}
</main></body>
</html>
`
}
