// Lint rules, and the fences between rooms: who may import what.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const fence = (files, patterns, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ group: patterns, message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "coverage/**",
      "docs/api/**",
      "**/node_modules/**",
      "test/types/fixtures/**",
      "test/engine/recorded/**",
    ],
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
  fence(
    ["emulator/**"],
    ["**/provider/**", "got"],
    "The emulator is a second witness: it shares no code with the provider.",
  ),
  fence(
    ["provider/**"],
    ["**/emulator/**", "**/cli/**", "hono", "commander"],
    "The provider stands alone: no emulator, no command line.",
  ),
);
