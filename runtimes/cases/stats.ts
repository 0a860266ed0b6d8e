import {
  LogHistogram,
  chiSquareSf,
  countBins,
  createRandom,
  digamma,
  equalMassEdges,
  erf,
  erfc,
  gammaP,
  gammaQ,
  kolmogorovSf,
  ksTwoSample,
  lgamma,
  murmur3,
  murmur3Bytes,
  normalCdf,
  normalLogCdf,
  normalQuantile,
  normalSf,
  psi,
  psiFixedFloor,
  sha256Hex,
} from '@plimsoll/stats'
import { equal, near } from './assert.ts'
import type { Json, Suite } from './case.ts'
import { goldens, matches } from './goldens.ts'

const number = (value: unknown): number => Number(value)

const functions: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => number>> = {
  normal_cdf: ({ x }) => normalCdf(number(x)),
  normal_sf: ({ x }) => normalSf(number(x)),
  normal_logcdf: ({ x }) => normalLogCdf(number(x)),
  normal_quantile: ({ p }) => normalQuantile(number(p)),
  erf: ({ x }) => erf(number(x)),
  erfc: ({ x }) => erfc(number(x)),
  lgamma: ({ x }) => lgamma(number(x)),
  digamma: ({ x }) => digamma(number(x)),
  gamma_p: ({ a, x }) => gammaP(number(a), number(x)),
  gamma_q: ({ a, x }) => gammaQ(number(a), number(x)),
  chi2_sf: ({ x, df }) => chiSquareSf(number(x), number(df)),
  kolmogorov_sf: ({ x }) => kolmogorovSf(number(x)),
}

/** The bits of numbers, so that a difference in the last one shows. */
function bitsOf(numbers: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(8))
  const bits = numbers.map((value) => {
    view.setFloat64(0, value)
    return view.getBigUint64(0).toString(16)
  })
  return sha256Hex(bits.join(' '))
}

export const statsSuite: Suite = {
  name: 'stats',
  cases: [
    ...Object.entries(functions).map(([family, compute]) => ({
      name: `${family} matches the values of mpmath`,
      async run() {
        for (const golden of goldens('special', family)) {
          matches(golden, compute(golden.inputs), golden.expected['value'])
        }
      },
    })),
    {
      name: 'murmur3 and sha256 match the hashes of other tools',
      async run() {
        for (const { name, inputs, params, expected } of goldens('hashing', 'string_hashes')) {
          const text = String(inputs['string'])
          const seeds = params['murmur3_x86_32_seeds'] as readonly number[]
          const bytes = new TextEncoder().encode(text)
          equal(
            seeds.map((seed) => murmur3(text, seed)),
            expected['murmur3_32'],
            name,
          )
          equal(
            seeds.map((seed) => murmur3Bytes(bytes, seed)),
            expected['murmur3_32'],
            name,
          )
          equal(sha256Hex(text), expected['sha256_hex'], name)
        }
      },
    },
    {
      name: 'sha256 equals the one of the platform, for every length around a block',
      async run() {
        for (let length = 50; length < 135; length++) {
          const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255)
          const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
          const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
          equal(sha256Hex(bytes), hex, `${length} bytes`)
        }
      },
    },
    {
      name: 'a seeded sequence of numbers is the same to the last bit',
      async run(): Promise<Json> {
        const random = createRandom('runtimes')
        const fork = random.fork('fork')
        const draw = (next: () => number): string => bitsOf(Array.from({ length: 10_000 }, next))
        return { next: draw(random.next), int: draw(() => random.int(1e9)), fork: draw(fork.next) }
      },
    },
    {
      name: 'a seeded sequence of normal numbers is the same to the last bit',
      async run(): Promise<Json> {
        const random = createRandom('runtimes')
        return bitsOf(Array.from({ length: 10_000 }, random.normal))
      },
    },
    {
      name: 'edges and counts of bins are the same to the last bit',
      async run(): Promise<Json> {
        const random = createRandom('bins')
        const values = Array.from({ length: 5_000 }, () => Math.sqrt(random.next()) * 1_000)
        const edges = equalMassEdges(values, 16)
        return { edges: bitsOf([...edges]), counts: [...countBins(edges, values)] }
      },
    },
    {
      name: 'a histogram of latencies counts and merges the same to the last bit',
      async run(): Promise<Json> {
        const random = createRandom('latencies')
        const halves = [new LogHistogram(), new LogHistogram()] as const
        for (let i = 0; i < 10_000; i++) halves[i & 1]?.record(1 / (1e-6 + random.next()))
        halves[0].merge(halves[1])
        const { buckets, sum } = halves[0].toJSON()
        const quantiles = [0.01, 0.5, 0.9, 0.99, 1].map((p) => halves[0].quantile(p))
        return {
          buckets: sha256Hex(JSON.stringify(buckets)),
          sum: bitsOf([sum]),
          quantiles: bitsOf(quantiles),
        }
      },
    },
    {
      name: 'psi and Kolmogorov-Smirnov come to what they should',
      async run() {
        for (const golden of goldens('categorical', 'psi_fixed_floor')) {
          const [reference, current] = ['ref', 'cur'].map(
            (side) => new Map(golden.inputs[side] as readonly (readonly [string, number])[]),
          )
          const names = new Set([...(reference?.keys() ?? []), ...(current?.keys() ?? [])])
          const counts = (side = new Map<string, number>()): number[] =>
            Array.from(names, (name) => side.get(name) ?? 0)
          matches(golden, psiFixedFloor(counts(reference), counts(current)), golden.expected['value'])
        }
        near(psi([50, 30, 20], [42, 35, 23]), 0.0251, 2e-3, 'psi')
        const exact = ksTwoSample([1, 2, 3], [4, 5, 6])
        equal(exact.statistic, 1, 'KS distance')
        near(exact.pValue, 0.1, 1e-12, 'KS p-value')
      },
    },
  ],
}
