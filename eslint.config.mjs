// Lint rules, and the boundaries between folders: which may import what.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** A folder, and what its files must not import; a later row for the same files replaces an earlier one. */
const boundary = (files, ...restrictions) => ({
  files,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: restrictions.map(([group, message]) => ({ group, message })) },
    ],
  },
});

const alone = [
  ["**/emulator/**", "**/cli/**", "hono", "commander"],
  "The provider depends on neither the emulator nor the command.",
];

export default tseslint.config(
  {
    ignores: ["dist/**", "coverage/**", "docs/api/**", "**/node_modules/**", "test/engine/recorded/**"],
  },
  eslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.mts", "emulator/page/*.js"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    // tsc knows what a browser has; a cast is a comment there, which the rule doesn't see.
    files: ["emulator/page/*.js"],
    rules: { "no-undef": "off", "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
  boundary(
    ["emulator/**"],
    [
      ["**/provider/**", "got"],
      "The emulator is an independent implementation: it shares no code with the provider.",
    ],
  ),
  boundary(["provider/**"], alone),
  boundary(["provider/*.ts"], alone, [["@pulumi/**"], "Entry points and the base layer don't load Pulumi."]),
  boundary(
    ["provider/{environment,host-mistakes,host-setting,plain-error,printable,settings,suggestion}.ts"],
    alone,
    [["./*/**", "@pulumi/**"], "The base layer imports nothing from the layers above it."],
  ),
  boundary(["provider/api/**"], alone, [
    ["@pulumi/**", "**/program/**", "**/model-connection/**", "**/settings"],
    "The API client works without Pulumi: it imports nothing but the base layer.",
  ]),
  boundary(["provider/model-connection/**"], alone, [
    ["**/program/**"],
    "What runs beside the engine imports nothing from what runs in the program.",
  ]),
  boundary(["provider/plugin/**"], alone, [
    ["**/program/**", "@grpc/**", "google-protobuf/**"],
    "The native provider imports nothing from a program; gRPC and protobuf come from plugin/grpc.ts.",
  ]),
  boundary(["provider/plugin/grpc.ts"], alone, [
    ["**/program/**"],
    "The native provider imports nothing from a program.",
  ]),
  boundary(["provider/program/**"], alone, [
    ["got", "zod", "**/hooks", "**/session"],
    "A program loads neither the HTTP client, nor the schemas, nor the hooks.",
  ]),
  {
    files: ["provider/**", "cli/**"],
    ignores: ["provider/environment.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "provider/environment.ts reads the environment." },
      ],
    },
  },
);
