// Written by scripts/mirror-exports.mjs.
export { renderReport, reportJson, reportText } from '@plimsoll/drift/report'
export type {
  DriftReport,
  ReportApart,
  ReportBin,
  ReportColumn,
  ReportOptions,
  ReportPoint,
  ReportStep,
  TextReportOptions,
} from '@plimsoll/drift/report'
