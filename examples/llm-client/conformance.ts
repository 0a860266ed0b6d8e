// Both stages held against the kit for stages, which plays every path a call can take: in a project of yours, a
// test per case.
import type { Stage } from 'plimsoll'
import { stageCases } from 'plimsoll/testing'
import type { ConformanceCase } from 'plimsoll/testing'
import { CostBudget, costBudget } from './cost-budget.ts'
import { PriorityGate, priorityGate } from './priority-gate.ts'

export function priorityGateCases(): readonly ConformanceCase[] {
  const gates = new Map<Stage, PriorityGate>()
  return stageCases(
    () => {
      const gate = new PriorityGate(3, 4)
      const stage = priorityGate(gate)
      gates.set(stage, gate)
      return stage
    },
    { held: (stage) => (gates.get(stage)?.inUse ?? 0) + (gates.get(stage)?.waiting ?? 0) },
  )
}

export function costBudgetCases(): readonly ConformanceCase[] {
  const budgets = new Map<Stage, CostBudget>()
  return stageCases(
    () => {
      // Enough for a hundred calls at once, and no more: what is not let go is missing soon.
      const budget = new CostBudget(100, 60_000)
      const stage: Stage = costBudget(budget, () => 1)
      budgets.set(stage, budget)
      return stage
    },
    // The kit's calls have no tenant.
    { held: (stage) => budgets.get(stage)?.held('nobody') ?? 0 },
  )
}
