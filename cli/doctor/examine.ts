// All checks of `doctor` in their order, with what each one needs.
import { checkCertificate } from "./certificate";
import { checkConnection } from "./connection";
import { type CheckResult, Examination } from "./examination";
import { checkKey, checkManageScope, checkViewScope } from "./key";
import { checkList } from "./list";
import { checkNameResolution } from "./name-resolution";
import { checkProxy } from "./proxy";
import { checkClock, checkResponse } from "./response";
import { type CommandLine, checkSettings } from "./settings";

/** What the command line asks for. */
export interface Order extends CommandLine {
  readonly flags: CommandLine["flags"] & { readonly writeScope?: boolean; readonly names?: boolean };
}

/** Runs all checks; `onResult` gets each as soon as it has run. */
export async function examine(
  order: Order,
  onResult: (result: CheckResult) => void,
): Promise<readonly CheckResult[]> {
  const { writeScope = false, names = false } = order.flags;
  const all = new Examination(onResult);
  const platform = await all.step("settings", {}, () => checkSettings(order));
  const route = await all.step("proxy", { platform }, checkProxy);
  const name = await all.step("nameResolution", { platform, route }, checkNameResolution);
  const certificate = await all.step("certificate", { platform, route, name }, checkCertificate);
  const response = await all.step("response", { platform, route, certificate }, (found) =>
    checkResponse(found, names),
  );
  await all.step("clock", { platform, response }, checkClock);
  const key = await all.step("key", { response }, (found) => checkKey(found, names));
  const viewScope = await all.step("viewScope", { response, key }, (found) => checkViewScope(found, names));
  await all.step("manageScope", { platform, key }, (found) => checkManageScope(found, writeScope, names));
  const list = await all.step("list", { platform, viewScope }, (found) => checkList(found, names));
  await all.step("connection", { platform, list }, (found) => checkConnection(found, names));
  return all.results;
}
