// Takes its place until the real source arrives.
export {};
