// Members whose value is null are complete again after a language has dropped them.
import { withNulls } from "../../provider/plugin/nulls";

const variable = { name: "prompt", displayName: "Prompt", dataType: "string", required: true };

test("a variable of a prompt gets the nulls that it must have, and keeps what it has", () => {
  const promptVars = [variable, { ...variable, name: "other", status: "active", defaultValue: "" }];
  expect(withNulls({ model: "m", promptVars })).toEqual({
    model: "m",
    promptVars: [
      { ...variable, status: null, elementType: null, defaultValue: null },
      { ...variable, name: "other", status: "active", elementType: null, defaultValue: "" },
    ],
  });
});

test.each([[undefined], ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"], ["text"], [[null, "text", ["list"]]]])(
  "promptVars of %j stay as they are",
  (promptVars) => expect(withNulls({ promptVars })).toEqual({ promptVars }),
);
