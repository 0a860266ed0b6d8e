import { DataPointType } from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { attributeCatalogue, eventCatalogue, metricCatalogue, spanCatalogue } from '@plimsoll/core'
import { runEverything, secret } from './everything.ts'
import { registerSdk } from './sdk.ts'
import type { Sdk } from './sdk.ts'

let sdk: Sdk
let metrics: readonly MetricData[]
let spans: readonly ReadableSpan[]
let text: string
beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  sdk = registerSdk()
  await runEverything()
  metrics = await sdk.metrics()
  spans = sdk.spans().filter(({ instrumentationScope }) => instrumentationScope.name === 'plimsoll')
  text = await sdk.prometheus()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await sdk.remove()
})

const sorted = (names: Iterable<string>): string[] => Array.from(new Set(names)).toSorted()
const keysOf = (all: readonly object[]): string[] => sorted(all.flatMap((each) => Object.keys(each)))

describe('what is emitted is what the catalogue says', () => {
  test('each metric, with its kind, unit and description', () => {
    const kinds = { counter: [DataPointType.SUM, true], level: [DataPointType.SUM, false] }
    expect(
      metrics.map(({ descriptor: { name, unit, description }, ...data }) => [
        name,
        unit,
        description,
        data.dataPointType,
        'isMonotonic' in data ? data.isMonotonic : undefined,
      ]),
    ).toEqual(
      Object.entries(metricCatalogue).map(([name, { kind, unit, description }]) => [
        name,
        unit,
        description,
        ...(kind === 'gauge' ? [DataPointType.GAUGE, undefined] : kinds[kind]),
      ]),
    )
  })

  test.each(Object.entries(metricCatalogue))('the attributes of %s', (name, { attributes }) => {
    const points = metrics.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? []
    expect(keysOf(points.map((point) => point.attributes))).toEqual(sorted(attributes))
  })

  test('each span and event, with its attributes', () => {
    expect(sorted(spans.map(({ name }) => name))).toEqual(sorted(Object.keys(spanCatalogue)))
    for (const [name, { attributes }] of Object.entries(spanCatalogue)) {
      const named = spans.filter((span) => span.name === name)
      expect(keysOf(named.map((span) => span.attributes))).toEqual(sorted(attributes))
    }
    const events = sdk.spans().flatMap((span) => span.events)
    expect(sorted(events.map(({ name }) => name))).toEqual(sorted(Object.keys(eventCatalogue)))
    for (const [name, { attributes }] of Object.entries(eventCatalogue)) {
      const named = events.filter((event) => event.name === name)
      expect(keysOf(named.map((event) => event.attributes ?? {}))).toEqual(sorted(attributes))
    }
  })

  test('each attribute, with values of its set', () => {
    const given = [
      ...metrics.flatMap(({ dataPoints }) => dataPoints.map(({ attributes }) => attributes)),
      ...spans.map(({ attributes }) => attributes),
      ...sdk.spans().flatMap(({ events }) => events.map(({ attributes = {} }) => attributes)),
    ]
    expect(keysOf(given)).toEqual(sorted(Object.keys(attributeCatalogue)))
    const closed = ['source', 'result', 'part', 'side', 'state', 'signal'] as const
    for (const name of closed) {
      const known = [...attributeCatalogue[`plimsoll.${name}`].matchAll(/`([^`]+)`/g)].map(
        ([, value]) => value,
      )
      const told = sorted(given.flatMap((each) => (each[`plimsoll.${name}`] as string | undefined) ?? []))
      expect(known).toEqual(expect.arrayContaining(told))
      expect(told.length).toBeGreaterThan(1)
    }
    const typesOf = (name: string): string[] =>
      sorted(given.flatMap((each) => (each[name] as string | undefined) ?? []))
    const isOurs = (type: string): boolean => type.startsWith('PLIMSOLL_')
    const ofTheTarget = ['503', 'ECONNREFUSED', 'TypeError', '_OTHER']
    const types = typesOf('error.type')
    expect(types.filter((type) => !isOurs(type))).toEqual([...ofTheTarget, 'aborted'])
    expect(types).toContain('PLIMSOLL_DEADLINE_EXCEEDED')
    const failures = typesOf('plimsoll.failure')
    expect(failures.filter((type) => !isOurs(type))).toEqual(ofTheTarget)
    expect(failures).toContain('PLIMSOLL_CIRCUIT_OPEN')
  })
})

test('nothing that flowed through a prediction is told: no input, output, unit, tenant, label or message', () => {
  // What the exporters were given, whole; the only fields left out are the SDK's own.
  const everything = [
    JSON.stringify(metrics),
    text,
    ...sdk
      .spans()
      .map(({ name, attributes, events, links, status, resource }) =>
        JSON.stringify({ name, attributes, events, links, status, resource: resource.attributes }),
      ),
  ].join('\n')
  expect(everything).toContain('everything@2')
  expect(everything).not.toContain(secret)
})

describe('what Prometheus scrapes', () => {
  const lines = (name: string): string[] => text.split('\n').filter((line) => line.startsWith(`${name}{`))

  test('has each metric with its help', () => {
    for (const [name, { kind, description }] of Object.entries(metricCatalogue)) {
      const scraped = `${name.replaceAll('.', '_')}${kind === 'counter' ? '_total' : ''}`
      expect(text).toContain(`# HELP ${scraped} ${description}\n`)
      expect(lines(scraped).length).toBeGreaterThan(0)
    }
  })

  test('has buckets that histogram_quantile takes: cumulative, with the same bounds everywhere, up to +Inf', () => {
    const series = new Map<string, [string, number][]>()
    for (const line of lines('plimsoll_call_duration_bucket_total')) {
      const [, labels = '', value = ''] = /\{(.*)\} (\S+)$/.exec(line) ?? []
      const [, le = ''] = /le="([^"]+)"/.exec(labels) ?? []
      const key = labels.replace(/,?le="[^"]+"/, '')
      series.set(key, [...(series.get(key) ?? []), [le, Number(value)]])
    }
    expect(series.size).toBeGreaterThan(3)
    for (const buckets of series.values()) {
      const bounds = buckets.map(([le]) => (le === '+Inf' ? Infinity : Number(le)))
      expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
      expect([bounds.length, bounds[0], bounds.at(-2), bounds.at(-1)]).toEqual([20, 0.0001, 100, Infinity])
      const counts = buckets.map(([, count]) => count)
      expect(counts).toEqual(counts.toSorted((a, b) => a - b))
      expect(counts.at(-1)).toBeGreaterThan(0)
    }
  })

  test('counts a call that took 100 ms in the bucket up to 0.1 s', () => {
    // The late guard: one call, cut off at its deadline of 100 ms.
    const own = 'plimsoll_contract="everything@2",plimsoll_source="none"'
    const at = (le: string): number => {
      const line = lines('plimsoll_call_duration_bucket_total').find((each) =>
        each.includes(`{${own},le="${le}"`),
      )
      return Number(line?.split(' ').at(-1))
    }
    expect(at('0.1') - at('0.05')).toBe(1)
  })
})
