export { renderReport } from './render-report.ts'
export { reportJson } from './report-json.ts'
export { reportText } from './report-text.ts'
export type { TextReportOptions } from './report-text.ts'
export type {
  DriftReport,
  ReportApart,
  ReportBin,
  ReportColumn,
  ReportOptions,
  ReportPoint,
  ReportStep,
} from './report-types.ts'
