/**
 * The entry point of the emulator: the Connections API on loopback, for tests, demos and CI.
 * @module pulumi-model-connections/emulator
 */
export { startEmulator, type Emulator } from "./emulator";
export type { EmulatorOptions } from "./options";
export type { ConnectionDraft, Provider, Status, StoredConnection } from "./connection";
export type { Console } from "./console";
export type { CustomApiHeader, CustomApiMembers, PromptVariable } from "./custom-api";
export type { FaultRule } from "./fault-rule";
export type { JournalEntry, Operation } from "./journal";
export type { MaskStyle } from "./masks";
export { EmulatorStartError } from "./start-errors";
