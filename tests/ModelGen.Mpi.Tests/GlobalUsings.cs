global using ModelGen.Data;
global using ModelGen.Runtime;
global using ModelGen.TestKit;
global using ModelGen.Tests;
global using ModelGen.Training;
global using Xunit;
