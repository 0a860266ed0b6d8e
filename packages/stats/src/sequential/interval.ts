/** Both ends of an interval, each belonging to it. */
export type Interval = {
  readonly lower: number
  readonly upper: number
}
