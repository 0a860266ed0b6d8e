import { assign, bucket, createHarmJudge } from '@plimsoll/router'
import type { Arm, BadEvent } from '@plimsoll/router'
import { createRandom, murmur3 } from '@plimsoll/stats'
import { murmur3 as murmurhashJs } from 'murmurhash-js'
import type { Subject } from '../harness.ts'
import { effortOf, measure, shownRatio } from '../measured.ts'
import type { Suite } from '../suite.ts'
import { routerGates } from './gates.ts'

const split = { stable: 'v2', candidate: 'v3', weight: 10, salt: 'churn-v3' } as const

/** What choosing a variant and judging an event costs, beside one hash of the key. */
export const routerSuite: Suite<typeof routerGates> = {
  gates: routerGates,
  peers: ['murmurhash-js'],
  async run(options) {
    const random = createRandom(`${options.seed} units`)
    // Read back from bytes, they are flat texts, as a service gets its users' ids.
    const flat = (text: string): string => Buffer.from(text).toString('latin1')
    const units = Array.from({ length: 4_096 }, () => flat(`user-${100_000 + random.int(900_000)}`))
    const keys = units.map((unit) => flat(split.salt + unit))
    const events = (unitOf: (i: number) => string | undefined): readonly BadEvent<'errors'>[] =>
      Array.from({ length: 4_096 }, (_, i) => {
        const arm: Arm = random.next() < 0.1 ? 'candidate' : 'stable'
        return { signal: 'errors', arm, weight: 0.1, unit: unitOf(i), now: i * 10 }
      })
    const judge = () =>
      createHarmJudge({ falseRollback: 1e-9, toleratedRatio: 1.1, signals: ['errors'], maxUnits: 4_096 })
    const withoutUnits = judge()
    const withUnits = judge()
    const looked = judge()
    const at = <Input>(name: string, inputs: readonly Input[], call: (input: Input) => unknown): Subject => ({
      name,
      inputs,
      call,
      isAwaited: false,
    })
    const effort = effortOf(options, { rounds: 800, batch: 5_000, leadIn: 1_000, warmUp: 100_000 })
    const measured = await measure(
      [
        at('murmur3 of salt and unit', keys, (key) => murmur3(key, 0)),
        at('murmurhash-js murmur3 of salt and unit', keys, (key) => murmurhashJs(key, 0)),
        at('murmurhash-js murmur3 of salt + unit, joined', units, (unit) =>
          murmurhashJs(split.salt + unit, 0),
        ),
        at('bucket', units, (unit) => bucket(split.salt, unit)),
        at('assign', units, (unit) => assign(split, unit)),
        at(
          'judge, one event without a unit',
          events(() => undefined),
          (event) => withoutUnits.record(event),
        ),
        at(
          'judge, one repeat of a unit',
          events((i) => units[i]),
          (event) => withUnits.record(event),
        ),
        at('judge, one look', [0], (now) => looked.verdict(now)),
      ],
      effort,
      options.progress,
    )
    const one = measured.ratio('assign', 'murmur3 of salt and unit')
    return {
      effort,
      figures: {
        assign: {
          measured: one.median,
          shown: shownRatio(one),
          why: 'the hash reads two texts without joining them, and the weight becomes a number of buckets',
        },
      },
      comparisons: [
        measured.compare('murmur3 of salt and unit', 'murmurhash-js murmur3 of salt and unit'),
        measured.compare('assign', 'murmurhash-js murmur3 of salt and unit'),
        measured.compare('assign', 'murmurhash-js murmur3 of salt + unit, joined'),
      ],
      notes: [
        {
          what: '`bucket` against one murmur3 of salt and unit',
          shown: shownRatio(measured.ratio('bucket', 'murmur3 of salt and unit')),
        },
      ],
      subjects: measured.subjects(),
      compared: `Units are ids of 11 characters under a salt of 8; the one murmur3 is given both as one flat text of 19. **murmurhash-js** reads the lower byte of each
character, which for ASCII is the same hash. The judge is told bad events only, so a healthy call costs it nothing; events
come 10 ms apart, a tenth of them on the candidate, with the test started afresh every minute.`,
    }
  },
}
