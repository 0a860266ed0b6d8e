// The language model with everything around it: this is the code to copy.
import { guard } from 'plimsoll'
import type { CallContext, InputOf, Priority, RawOutputOf } from 'plimsoll'
import { complete, countTokens, isWorthRetrying } from './complete.ts'
import { triage } from './contract.ts'
import { CostBudget, costBudget, payerOf } from './cost-budget.ts'
import { PriorityGate, ShedError, priorityGate } from './priority-gate.ts'

type Model = 'large' | 'small'
type Ticket = InputOf<typeof triage>

/** Credits per token. */
export const prices: Readonly<Record<Model, number>> = { large: 10, small: 1 }
export const limits = {
  deadline: 1_500,
  /** Share of the deadline kept for the small model. */
  reserve: 0.4,
  /** Calls of the large model at once, and calls that may wait for it. */
  permits: 3,
  places: 4,
  /** Credits per tenant and minute. */
  credits: 5_000,
  maxTokens: 60,
} as const

/** Told of each request to the provider, as metrics would be. */
export type OnAsked = (asked: {
  readonly model: Model
  readonly id: string
  readonly priority: Priority
}) => void

export function createTriage(url: string, onAsked: OnAsked = () => undefined) {
  const gate = new PriorityGate(limits.permits, limits.places)
  const budget = new CostBudget(limits.credits, 60_000)

  const ask = async (
    model: Model,
    input: Ticket,
    context: CallContext,
  ): Promise<RawOutputOf<typeof triage>> => {
    const { id, priority, signal } = context
    onAsked({ model, id, priority })
    const user = payerOf(context)
    const onUsage = (tokens: number): void => budget.charge(user, tokens * prices[model], performance.now())
    const request = {
      model,
      prompt: promptFor(input),
      maxTokens: limits.maxTokens,
      user,
      id,
      signal,
      onUsage,
    }
    // Whether it is what it should be, the contract says.
    return (await complete(url, request)) as RawOutputOf<typeof triage>
  }

  const askSmall = async (input: Ticket, context: CallContext, failure: unknown) => {
    // A call that was shed goes back to its caller, and so does one whose budget does not even cover this:
    // throwing the failure that was to be mended lets it pass.
    if (failure instanceof ShedError) throw failure
    const cost = costOf('small', input)
    const user = payerOf(context)
    if (!budget.hold(user, cost, performance.now())) throw failure
    try {
      return await ask('small', input, context)
    } finally {
      budget.release(user, cost)
    }
  }

  const predict = guard(triage, {
    model: (input, context) => ask('large', input, context),
    deadline: limits.deadline,
    retry: { attempts: 3, budget: 0.3, minDelay: 20, retryable: isWorthRetrying },
    fallback: { model: askSmall, reserve: limits.reserve },
    // Outermost first: who has no budget left takes no permit.
    stages: [costBudget(budget, (input: Ticket) => costOf('large', input)), priorityGate(gate)],
  })
  return { predict, gate, budget }
}

function promptFor({ ticket }: Ticket): string {
  return `Answer as JSON: team (billing, access or product), urgency (1 to 5), reply.\nThe ticket:\n${ticket}`
}

/** What a call costs at most, in credits. */
function costOf(model: Model, input: Ticket): number {
  return (countTokens(promptFor(input)) + limits.maxTokens) * prices[model]
}
