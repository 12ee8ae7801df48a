// For every engine test file: time for a real engine, and no scratch project left behind, passed or failed.
import { removeStacks } from "./stack";

jest.setTimeout(180_000);
afterAll(removeStacks);
