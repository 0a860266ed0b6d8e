import { compose, defineStage } from '@plimsoll/core'
import type { Stage } from '@plimsoll/core'
import type { Subject } from '../harness.ts'
import { effortOf, measure, shownRatio } from '../measured.ts'
import type { Suite } from '../suite.ts'
import { coreGates } from './gates.ts'
import { telemetryCosts } from './telemetry.ts'

const inputs = Array.from({ length: 1_024 }, (_, i) => i)
const deep = 8
let observed = 0

async function model(input: number): Promise<number> {
  return input & 15
}

/** A stage that observes answers, as a user would write one. */
function observer(i: number): Stage<number, number> {
  return defineStage({ name: `observer ${i}`, leave: () => void observed++ })
}

/** A stage that looks at a call on its way in and out. */
function bothWays(i: number): Stage<number, number> {
  return defineStage({
    name: `both ways ${i}`,
    enter: () => void observed++,
    leave: () => void observed++,
  })
}

/** The same by hand: each layer an async function around the next. */
function nested(layers: number): (input: number) => Promise<number> {
  let call = model
  for (let i = 0; i < layers; i++) {
    const inner = call
    call = async (input) => {
      observed++
      const answer = await inner(input)
      observed++
      return answer
    }
  }
  return call
}

/** What a call through the runner costs, beside bare calls and nested async functions. */
export const coreSuite: Suite<typeof coreGates> = {
  gates: coreGates,
  peers: ['@opentelemetry/sdk-metrics', '@opentelemetry/sdk-trace'],
  async run(options) {
    const stages = (make: (i: number) => Stage<number, number>, count = deep): Stage<number, number>[] =>
      Array.from({ length: count }, (_, i) => make(i))
    const subject = (name: string, call: (input: number) => unknown): Subject => ({ name, call, inputs })
    const effort = effortOf(options, { rounds: 1_000 })
    const measured = await measure(
      [
        subject('bare', model),
        subject('1 async function around it', nested(1)),
        subject('8 async functions around it', nested(deep)),
        subject('compose, no stages', compose(model, [])),
        subject('compose, no stages, deadline', compose(model, [], { deadline: 2_000 })),
        subject('compose, 1 observer', compose(model, stages(observer, 1))),
        subject('compose, 8 observers', compose(model, stages(observer))),
        subject('compose, 8 stages both ways', compose(model, stages(bothWays))),
        subject(
          'compose, 8 stages both ways, deadline',
          compose(model, stages(bothWays), { deadline: 2_000 }),
        ),
      ],
      effort,
      options.progress,
    )
    const telemetryNotes = await telemetryCosts(model, observer(1), inputs, effort, options.progress)
    const share = (ofSeven: number): string => (ofSeven / (deep - 1)).toFixed(1)
    const noStages = measured.ratio('compose, no stages', 'bare')
    const perObserver = measured.difference('compose, 1 observer', 'compose, 8 observers')
    return {
      effort,
      figures: {
        noStages: {
          measured: noStages.median,
          shown: shownRatio(noStages),
          why: 'one object and one continued promise per call',
        },
      },
      comparisons: [
        measured.compare('compose, 8 stages both ways', '8 async functions around it'),
        measured.compare('compose, 8 observers', '8 async functions around it'),
        measured.compare('compose, no stages', '1 async function around it'),
      ],
      notes: [
        {
          what: 'one more observer',
          shown: `${share(perObserver.median)} ns (${share(perObserver.low)} to ${share(perObserver.high)})`,
        },
        {
          what: '8 observers over the bare call',
          shown: shownRatio(measured.ratio('compose, 8 observers', 'bare')),
        },
        {
          what: '8 async functions over the bare call',
          shown: shownRatio(measured.ratio('8 async functions around it', 'bare')),
        },
        ...telemetryNotes,
      ],
      subjects: measured.subjects(),
      compared: `**bare** is \`await model(input)\`, an async function that has its answer already. **n async functions around it** are wrappers by
hand, each counting before and after it awaits the next. The stages of \`compose\` count in the same way: observers have only a
\`leave\`, the others an \`enter\` too. **Telemetry** is what \`compose\` with one observer pays for the option, by rounds; spans are dropped once recorded.`,
    }
  },
}
