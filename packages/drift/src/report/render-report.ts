import type { Baseline } from '../baseline-types.ts'
import type { Snapshot } from '../snapshot-types.ts'
import { reportPage } from './html/page.ts'
import { reportJson } from './report-json.ts'
import type { ReportOptions } from './report-types.ts'

/**
 * Renders a snapshot against its baseline as one HTML page: what moved, by how much, how sure that is, and since when.
 *
 * The page is one file without scripts, and loads nothing: its pictures are inline SVG. It follows the reader's light
 * or dark setting and the system's forced colours. Made from {@link reportJson} alone. It holds no row, but names
 * the values and edges that the baseline holds; `hide` takes those of a column out. Names and values are escaped. The
 * same input gives the same bytes; about 6 kB a column.
 *
 * @throws {OptionsError} for an option that cannot work, such as a hidden column that the baseline does not have.
 * @example
 * const html = renderReport(monitor.snapshot(), baseline, { title: 'Churn inputs' })
 * html.startsWith('<!doctype html>') // true
 */
export function renderReport(snapshot: Snapshot, baseline: Baseline, options: ReportOptions = {}): string {
  return reportPage(reportJson(snapshot, baseline, options))
}
