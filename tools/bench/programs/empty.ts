// A program that declares nothing: what Pulumi itself takes.
export {};
