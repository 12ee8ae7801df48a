/**
 * What every connection carries in state so that the engine's Node host finds the hooks. It is persisted: this very
 * text has to work for good. A constant, so there is no closure to serialise, and no code and no secret in state.
 */
export const HANDLER = 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;';
