global using ModelGen.Data;
global using ModelGen.Runtime;
global using ModelGen.Tests;
global using Xunit;
