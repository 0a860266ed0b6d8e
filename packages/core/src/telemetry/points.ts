import { metricCatalogue } from './catalogue.ts'
import type { MetricAttributes, MetricName } from './catalogue.ts'
import type { Observe } from './series.ts'

interface Point {
  readonly name: MetricName
  readonly attributes: MetricAttributes<MetricName>
  value: number
}

/** Values by metric and attributes; equal ones are added up, and of gauges the greatest is kept. */
export class Points {
  private readonly points: Map<string, Point> = new Map()

  put<Name extends MetricName>(name: Name, value: number, attributes: MetricAttributes<Name>): void {
    const key = keyOf(name, attributes)
    const point = this.points.get(key)
    if (point === undefined) this.points.set(key, { name, attributes, value })
    else
      point.value =
        metricCatalogue[name].kind === 'gauge' ? Math.max(point.value, value) : point.value + value
  }

  /** Sets every value to zero; it is told on, since exporters go on telling the last one they were given. */
  reset(): void {
    for (const point of this.points.values()) point.value = 0
  }

  observe(observe: Observe): void {
    for (const { name, value, attributes } of this.points.values()) observe(name, value, attributes)
  }
}

/** Names one value; attributes are always written in the same order by the same line of code. */
export function keyOf<Name extends MetricName>(name: Name, attributes: MetricAttributes<Name>): string {
  return `${name} ${JSON.stringify(attributes)}`
}
