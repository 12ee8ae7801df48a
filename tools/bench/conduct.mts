// What each subject does with keys, with an exchange outside, and with a lost answer: speed is not all.
import type { OpenEstate } from "./estates.mts";
import type { Estate, SubjectName } from "./subject.mts";

export interface Conduct {
  readonly subject: SubjectName;
  /** Keys of connections that stand in the state as they are, of three. */
  readonly keysInClear: number;
  /** Whether the next run notices that somebody has exchanged a key in the platform's console. */
  readonly noticesExchangedKey: boolean;
  /** Connections on the platform after three were made, and one answer was lost on the way. */
  readonly madeAfterLostAnswer: number;
}

const SIZE = 3;

export async function observe(subject: SubjectName, open: OpenEstate): Promise<Conduct> {
  // Platforms needn't refuse doubles; the reference says nothing of it.
  const lenient = { platform: { uniqueNames: false, uniqueKeys: false } };
  return {
    subject,
    ...(await using(await open(subject, SIZE, lenient), keysAndDrift)),
    madeAfterLostAnswer: await using(await open(subject, SIZE, lenient), afterLostAnswer),
  };
}

async function keysAndDrift(estate: Estate): Promise<Pick<Conduct, "keysInClear" | "noticesExchangedKey">> {
  const { emulator } = estate;
  await estate.run("first up");
  const state = estate.stateText();
  const keys = emulator.connections().map(({ fields }) => fields["API_KEY"] ?? "");
  const [first] = emulator.connections();
  const before = await estate.findsDrift();
  emulator.console.exchangeKey(first?.connectionId ?? "", "zz-exchanged-in-the-console");
  const after = await estate.findsDrift();
  return {
    keysInClear: keys.filter((key) => state.includes(key)).length,
    // One that always finds something has noticed nothing.
    noticesExchangedKey: !before && after,
  };
}

async function afterLostAnswer(estate: Estate): Promise<number> {
  const { emulator } = estate;
  emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
  // A first one that fails is part of the story; the second has to put it right.
  await estate.run("first up").catch(() => undefined);
  await estate.run("no-change up");
  return emulator.connections().length;
}

async function using<T>(estate: Estate, work: (estate: Estate) => Promise<T>): Promise<T> {
  try {
    return await work(estate);
  } finally {
    await estate.close();
  }
}
