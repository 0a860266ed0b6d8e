/** The statistic of a test, and the chance of one as extreme without any difference. */
export interface TestResult {
  readonly statistic: number
  /** 0 to 1; NaN where the test does not apply. */
  readonly pValue: number
}
