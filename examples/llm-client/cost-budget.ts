// A stage of our own: what each tenant may spend.
import { defineStage } from 'plimsoll'
import type { Call, Stage } from 'plimsoll'

/** The tenant's budget does not cover this call. */
export class BudgetSpentError extends Error {
  override readonly name = 'BudgetSpentError'
  /** Milliseconds until there is a new budget. */
  readonly retryAfter: number

  constructor(retryAfter: number) {
    super("the tenant's budget does not cover this call")
    this.retryAfter = retryAfter
  }
}

interface Account {
  spent: number
  /** Held for calls under way. */
  held: number
}

/** Keeps accounts by tenant, new ones every `per` milliseconds. Times are on the guard's clock. */
export class CostBudget {
  private readonly limit: number
  private readonly per: number
  private accounts = new Map<string, Account>()
  private endsAt = 0

  constructor(limit: number, per: number) {
    this.limit = limit
    this.per = per
  }

  /** Milliseconds until all accounts are new. */
  renewsIn(now: number): number {
    return Math.max(0, this.endsAt - now)
  }

  spent(tenant: string): number {
    return this.accounts.get(tenant)?.spent ?? 0
  }

  held(tenant: string): number {
    return this.accounts.get(tenant)?.held ?? 0
  }

  /** Holds what a call will cost at most; whether the budget covers it beside what other calls hold. */
  hold(tenant: string, cost: number, now: number): boolean {
    const account = this.account(tenant, now)
    if (account.spent + account.held + cost > this.limit) return false
    account.held += cost
    return true
  }

  release(tenant: string, cost: number): void {
    const account = this.accounts.get(tenant)
    if (account !== undefined) account.held -= cost
  }

  /** Books what was really spent. */
  charge(tenant: string, cost: number, now: number): void {
    this.account(tenant, now).spent += cost
  }

  private account(tenant: string, now: number): Account {
    if (now >= this.endsAt) {
      this.endsAt = now + this.per
      // Accounts of calls under way stay; all others go, so that tenants long gone take no room.
      this.accounts = new Map(
        Array.from(this.accounts)
          .filter(([, { held }]) => held > 0)
          .map(([name, { held }]) => [name, { spent: 0, held }]),
      )
    }
    const account = this.accounts.get(tenant) ?? { spent: 0, held: 0 }
    this.accounts.set(tenant, account)
    return account
  }
}

/** Whose budget a call is on. */
export function payerOf({ tenant }: { readonly tenant: string | undefined }): string {
  return tenant ?? 'nobody'
}

/**
 * The stage around a budget: holds what the call can cost before it begins, so that calls at the same time
 * can't overdraw together, and lets go when it is over. What was spent is booked by the client, which knows.
 */
export function costBudget<Input>(budget: CostBudget, costOf: (input: Input) => number): Stage<Input> {
  const release = (call: Call<Input>): void => budget.release(payerOf(call), call.local as number)
  return defineStage<Input>({
    name: 'cost budget',
    enter(call) {
      const cost = costOf(call.input)
      if (!budget.hold(payerOf(call), cost, call.startedAt)) {
        throw new BudgetSpentError(budget.renewsIn(call.startedAt))
      }
      call.local = cost
    },
    leave: release,
    error: release,
  })
}
