/** Times before this are no dates: `observe` was given a monotonic clock, or a counter. */
const leastDate = Date.UTC(2001, 0, 1)
const mostDate = Date.UTC(9999, 11, 31)

/** Says when a window was: two dates in UTC, a duration where the clock was monotonic, nothing where no time was given. */
export function printSpan(since: number, until: number): string | undefined {
  if (until === 0 && since === 0) return undefined
  if (!isDate(since) || !isDate(until))
    return until > since ? `within ${printDuration(until - since)}` : undefined
  const [from, to] = [printDate(since), printDate(until)]
  const isOneDay = from.slice(0, 10) === to.slice(0, 10)
  if (from === to) return `${from} UTC`
  return `${from} to ${isOneDay ? to.slice(11) : to} UTC`
}

/** Prints one moment: a date in UTC, or nothing where it is none. */
export function printMoment(time: number): string | undefined {
  return isDate(time) ? `${printDate(time)} UTC` : undefined
}

function isDate(time: number): boolean {
  return time >= leastDate && time <= mostDate
}

function printDate(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ')
}

/** Prints milliseconds in the largest unit that leaves at least 2 of it. */
export function printDuration(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'days'],
    [3_600_000, 'hours'],
    [60_000, 'minutes'],
    [1000, 'seconds'],
  ]
  const [size, name] = units.find(([unit]) => ms >= 2 * unit) ?? [1, 'ms']
  const value = ms / size
  return `${value < 10 && size > 1 ? Number(value.toFixed(1)) : Math.round(value)} ${name}`
}
