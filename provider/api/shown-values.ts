/** What of a response may be shown and stored: a platform may return a key, or the value of a header, in any member. */
import { type Json, withTexts } from "../json";
import { DeclaredTexts } from "./declared-texts";
import {
  type Header,
  hashedMask,
  isCredential,
  isPlaintext,
  safeValue,
  secretsOf,
  shortValuesOf,
  showsNothing,
} from "./headers";
import { unmasked } from "./records";
import { HIDDEN, Secrets } from "./redact";

/** The properties of a response that a user declares. */
const ARGUMENTS: ReadonlySet<string> = new Set([
  ...["connectionName", "provider", "model"],
  ...["BASE_URL", "api_version", "your_resource_name", "deployment_id"],
  ...["endpointUrl", "mapProvider", "llmFeatures", "IOMappings", "payload", "promptVars", "customVars"],
  ...["outputPath", "inputTokensPath", "outputTokensPath"],
]);

/** The members of a response that are JSON values, whose texts are searched. */
const JSON_MEMBERS: ReadonlySet<string> = new Set([
  ...["llmFeatures", "IOMappings", "payload", "promptVars", "customVars"],
]);

/** The members whose texts are short words, such as "true": a short value of a header would match by chance. */
const WORDS_ONLY: ReadonlySet<string> = new Set(["llmFeatures", "IOMappings"]);

/** The secrets of one client, and what the user declares in plaintext. */
export class ShownValues {
  /** All of them: no message shows one. */
  readonly #secrets: Secrets;
  /** Those that are certainly credentials. */
  readonly #credentials = new Secrets();
  /** Values of headers that need not be credentials: another argument may contain one in plaintext. */
  readonly #headerValues = new Set<string>();
  readonly #declared = new DeclaredTexts();

  constructor(secrets: Secrets, apiKey: string) {
    this.#secrets = secrets;
    this.hide(apiKey);
  }

  /** A key, or a header's value that is certainly a credential. */
  hide(credential: string): void {
    this.#secrets.add(credential);
    this.#credentials.add(credential);
  }

  hideHeaders(headers: readonly Header[]): void {
    for (const secret of secretsOf(headers.filter(isCredential))) this.hide(secret);
    this.#hideValues(headers.filter((header) => !isCredential(header)));
  }

  declare(texts: readonly string[]): void {
    this.#declared.add(texts);
  }

  /** An id may contain what is only perhaps a credential: a header may name another connection. */
  isKeyIn(id: string): boolean {
    return this.#credentials.areMostlyIn(id);
  }

  /** The same values as they may be shown and stored. */
  withoutSecrets<T extends object>(values: T): T {
    const shown = Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      JSON_MEMBERS.has(name) && typeof value === "object"
        ? withTexts(value as Json, (each) => this.#shown(name, each))
        : typeof value === "string"
          ? this.#shown(name, value)
          : value,
    ]);
    return Object.fromEntries(shown) as T;
  }

  /** Headers as the platform shows them. From now on, values in plaintext are hidden in its other values. */
  safeHeaders(shown: readonly Header[]): Header[] {
    this.#hideValues(shown.filter(({ value }) => isPlaintext(value)));
    return shown.map(({ key, value }) => ({ key: this.#secrets.hideIn(key), value: this.#safeValue(value) }));
  }

  /** A mask can show the start and the end of a credential, which together are the credential, or a part of another one. */
  #safeValue(value: string): string {
    if (showsNothing(value)) return "";
    const isMask = unmasked(value) !== value;
    const isUnsafe = this.#secrets.areWholeIn(unmasked(value)) || this.#secrets.hideIn(value) !== value;
    return isMask && isUnsafe ? hashedMask(value) : safeValue(value);
  }

  #hideValues(headers: readonly Header[]): void {
    for (const value of secretsOf(headers)) {
      this.#secrets.add(value);
      this.#headerValues.add(value);
    }
    for (const value of shortValuesOf(headers)) this.#secrets.addComplete(value);
  }

  #shown(name: string, value: string): string {
    // An id that contains a key is refused.
    if (name === "connectionId") return value;
    // A mask can show the start and the end of a key, which together are the key.
    if (name === "API_KEY" && this.#secrets.areWholeIn(unmasked(value))) return HIDDEN;
    const isHidden = ARGUMENTS.has(name) ? this.#isHiddenArgument(name, value) : this.#secrets.areIn(value);
    return isHidden ? HIDDEN : value;
  }

  #isHiddenArgument(name: string, value: string): boolean {
    const rest = this.#declared.restOf(value);
    const isShortValue = rest !== "" && !WORDS_ONLY.has(name) && this.#secrets.isComplete(value);
    return isShortValue || this.#isHiddenIn(rest);
  }

  /** The value of a header that an argument contains in plaintext is public in arguments. */
  #isHiddenIn(argument: string): boolean {
    if (!this.#secrets.areIn(argument)) return false;
    if (this.#credentials.areIn(argument)) return true;
    const undeclared = new Secrets();
    for (const value of this.#headerValues) if (!this.#declared.contain(value)) undeclared.add(value);
    return undeclared.areIn(argument);
  }
}
