/** What a test found: its statistic, and the chance of one as extreme without any difference. */
export type TestResult = {
  /** What the test's docstring says; NaN where the test does not apply. */
  readonly statistic: number
  /** 0 to 1; NaN where the test does not apply. */
  readonly pValue: number
}

/** Which difference a test looks for: any, or current less or greater than the reference. */
export type Alternative = 'two-sided' | 'less' | 'greater'

export const inapplicable: TestResult = { statistic: Number.NaN, pValue: Number.NaN }
