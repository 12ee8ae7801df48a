/** What every connection has in state: the handler text and the type. */

/**
 * Every connection has this text in state, and the engine's Node host finds the hooks with it. It is persisted, so exactly
 * this text must always work. A constant needs no closure serialisation and brings no code and no secret into state
 * (decisions/0001).
 */
export const HANDLER = 'exports.handler = () => require("pulumi-model-connections/hooks").hooks;';

/** The type of the resource in every user's state. */
export const TYPE = "pulumi-nodejs:dynamic/model-connections:ModelConnection";
