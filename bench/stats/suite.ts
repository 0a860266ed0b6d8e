import { createHash } from 'node:crypto'
import {
  Adwin,
  HyperLogLog,
  Kswin,
  LogHistogram,
  LossDetector,
  PageHinkley,
  ShiryaevRoberts,
  SpaceSaving,
  TDigest,
  WindowedKs,
  chiSquareQuantile,
  chiSquareSf,
  createRandom,
  digamma,
  equalMassEdges,
  erfc,
  fisherExact,
  gammaQ,
  incompleteBeta,
  kolmogorovSf,
  ksTwoSample,
  lgamma,
  mannWhitney,
  murmur3,
  normalQuantile,
  normalSf,
  psi,
  sha256Hex,
  studentTSf,
  wasserstein,
} from '@plimsoll/stats'
import { murmur3 as murmurhashJs } from 'murmurhash-js'
import type { Subject } from '../harness.ts'
import { effortOf, measure } from '../measured.ts'
import type { Suite } from '../suite.ts'
import { statsGates } from './gates.ts'

/** What one call of the statistics costs. */
export const statsSuite: Suite<typeof statsGates> = {
  gates: statsGates,
  peers: ['murmurhash-js'],
  async run(options) {
    const random = createRandom(`${options.seed} arguments`)
    const draw = <T>(make: () => T): readonly T[] => Array.from({ length: 1_024 }, make)
    const positive = draw(() => Math.exp(random.normal() * 2))
    const signed = draw(() => random.normal() * 3)
    const shares = draw(() => (random.int(2 ** 20) + 0.5) / 2 ** 20)
    const keys = draw(() => `user-${100_000 + random.int(900_000)}`)
    const pages = Array.from({ length: 64 }, () => keys.slice(0, 100).join(' ') + random.int(1_000))
    const counts = (): number[] => Array.from({ length: 32 }, () => 20 + random.int(60))
    const tables = Array.from({ length: 256 }, () => [counts(), counts()] as const)
    const samples = Array.from({ length: 64 }, () => {
      const sample = (): number[] => Array.from({ length: 200 }, () => random.normal())
      return [sample(), sample()] as const
    })
    const large = Array.from({ length: 16 }, () => Array.from({ length: 10_000 }, () => random.normal()))
    const histogram = new LogHistogram()
    const digest = new TDigest()
    const hitters = new SpaceSaving(64)
    const distinct = new HyperLogLog()
    const adwin = new Adwin()
    const kswin = new Kswin(random)
    const pageHinkley = new PageHinkley()
    const windowedKs = new WindowedKs(large[0] ?? [])
    const shiryaevRoberts = new ShiryaevRoberts(6)
    const factors = Array.from({ length: 256 }, () => Array.from({ length: 6 }, () => random.next() * 2))
    const lossDetector = new LossDetector({ limit: 0.5, falseAlarm: 0.01, over: 1e6 })
    const losses = draw(() => random.int(2))
    const table = (): { readonly successes: number; readonly trials: number } => ({
      successes: random.int(40),
      trials: 40 + random.int(60),
    })
    const proportions = Array.from({ length: 256 }, () => [table(), table()] as const)
    const counted = <Input>(record: (input: Input) => void) => {
      return (input: Input): number => {
        record(input)
        return 1
      }
    }

    const at = <Input>(
      name: string,
      inputs: readonly Input[],
      call: (input: Input) => unknown,
      batch = 2_000,
    ): Subject => ({ name, inputs, call, batch, isAwaited: false })
    const effort = effortOf(options, { rounds: 400, batch: 2_000, leadIn: 400, warmUp: 10_000 })
    const measured = await measure(
      [
        at('lgamma', positive, lgamma),
        at('digamma', positive, digamma),
        at('erfc', signed, erfc),
        at('gammaQ(2.5, x)', positive, (x) => gammaQ(2.5, x)),
        at('chiSquareSf(x, 9)', positive, (x) => chiSquareSf(x, 9)),
        at('chiSquareQuantile(p, 9)', shares, (p) => chiSquareQuantile(p, 9), 200),
        at('normalSf', signed, normalSf),
        at('normalQuantile', shares, normalQuantile),
        at('kolmogorovSf', positive, kolmogorovSf),
        at('incompleteBeta(p, 3, 7.5)', shares, (p) => incompleteBeta(p, 3, 7.5)),
        at('studentTSf(t, 12)', signed, (t) => studentTSf(t, 12)),
        at('fisherExact, up to 100 trials a side', proportions, ([a, b]) => fisherExact(a, b), 50),
        at('mannWhitney, 200 and 200 values', samples, ([a, b]) => mannWhitney(a, b), 10),
        at('wasserstein, 200 and 200 values', samples, ([a, b]) => wasserstein(a, b), 10),
        at('psi, 32 bins', tables, ([a, b]) => psi(a, b), 500),
        at('ksTwoSample, 200 and 200 values', samples, ([a, b]) => ksTwoSample(a, b), 10),
        at('equalMassEdges, 10 000 values', large, (values) => equalMassEdges(values, 32), 2),
        at(
          'LogHistogram, one value',
          positive,
          counted((x: number) => histogram.record(x)),
        ),
        at(
          'TDigest, one value',
          signed,
          counted((x: number) => digest.record(x)),
        ),
        at(
          'SpaceSaving of 64, one key',
          keys,
          counted((key: string) => hitters.record(key)),
        ),
        at(
          'HyperLogLog, one key',
          keys,
          counted((key: string) => distinct.record(key)),
        ),
        at('Adwin, one value', signed, (x) => adwin.add(x)),
        at('Kswin, one value', signed, (x) => kswin.add(x), 200),
        at('PageHinkley, one value', signed, (x) => pageHinkley.add(x)),
        at('WindowedKs of 1 000 beside 10 000, one value', signed, (x) => windowedKs.add(x)),
        at('ShiryaevRoberts of 6 bets, one step', factors, (each) => shiryaevRoberts.step(each)),
        at(
          'LossDetector, one loss',
          losses,
          counted((loss: number) => lossDetector.step(loss)),
        ),
        at('murmur3, 11 characters', keys, (key) => murmur3(key, 0x5eed)),
        at('murmurhash-js murmur3, 11 characters', keys, (key) => murmurhashJs(key, 0x5eed)),
        at('sha256Hex, 1.1 KB', pages, sha256Hex, 20),
        at(
          'node:crypto sha256, 1.1 KB',
          pages,
          (page) => createHash('sha256').update(page).digest('hex'),
          20,
        ),
        at('createRandom, one number', [0], () => random.next()),
        at('createRandom, one normal number', [0], () => random.normal()),
      ],
      effort,
      options.progress,
    )
    return {
      effort,
      figures: {},
      comparisons: [
        measured.compare('murmur3, 11 characters', 'murmurhash-js murmur3, 11 characters'),
        measured.compare('sha256Hex, 1.1 KB', 'node:crypto sha256, 1.1 KB'),
      ],
      notes: [],
      subjects: measured.subjects(),
      compared: `Arguments are drawn anew from wide ranges, 1 024 of each. Nothing is promised of these times; they say what a verdict is made of. That the
values are right is held by goldens of SciPy and R in \`npm test\`. \`node:crypto\` is native code, which edge functions and browsers do not have
synchronously.`,
    }
  },
}
