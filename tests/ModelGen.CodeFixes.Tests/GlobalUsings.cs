global using ModelGen.TestKit;
global using Xunit;
