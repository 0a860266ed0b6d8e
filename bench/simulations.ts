import type { Simulation } from './simulation.ts'

/** All simulations by name, in the order of their page. */
export const simulations: Readonly<Record<string, () => Promise<Simulation>>> = {
  router: async () => (await import('./router/simulation.ts')).routerSimulation,
  drift: async () => (await import('./drift/simulation.ts')).driftSimulation,
  resilience: async () => (await import('./resilience/simulation.ts')).resilienceSimulation,
}
