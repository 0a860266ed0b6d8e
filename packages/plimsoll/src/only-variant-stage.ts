import type { Call, Stage } from '@plimsoll/core'

/** Names the one variant of a guard without a rollout, so that its answers carry it. */
export class OnlyVariantStage implements Stage {
  readonly name: string = 'route'
  private readonly variant: string

  constructor(variant: string) {
    this.variant = variant
  }

  enter(call: Call): void {
    call.variant = this.variant
  }
}
