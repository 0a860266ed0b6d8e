import { createRandom } from '@plimsoll/stats'

/** One hour of made-up weather. */
export interface WeatherHour {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly temperature: number
}

/**
 * Makes up a year of hourly temperatures that never drift: a season, a daily rhythm, and weather that lasts about as
 * long as that of Washington does (half of it is gone after two days).
 */
export function weatherOf(year: number, seed: string): WeatherHour[] {
  const random = createRandom(`${seed}, ${year}`)
  const [kept, spread] = [0.985, 4.5]
  let weather = spread * random.normal()
  return Array.from({ length: 8760 }, (_, hour) => {
    weather = kept * weather + spread * Math.sqrt(1 - kept ** 2) * random.normal()
    const season = -11 * Math.cos((2 * Math.PI * hour) / 8760)
    const day = -4 * Math.cos((2 * Math.PI * hour) / 24)
    return { time: Date.UTC(year, 0, 1, hour), temperature: 13 + season + day + weather }
  })
}

/** Groups hours by calendar month, in their order. */
export function monthsOf(hours: readonly WeatherHour[]): WeatherHour[][] {
  const months = Array.from({ length: 12 }, (): WeatherHour[] => [])
  for (const hour of hours) months[new Date(hour.time).getUTCMonth()]?.push(hour)
  return months
}
