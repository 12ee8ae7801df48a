/**
 * Every connection has this text in state; with it the engine's Node host finds the hooks. It is persisted, so exactly this
 * text must work for good. A constant needs no closure serialisation and brings no code and no secret into state
 * (decisions/0001).
 */
export const HANDLER = 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;';
