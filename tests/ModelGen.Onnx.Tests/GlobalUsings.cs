global using ModelGen.Onnx.Format;
global using ModelGen.TestKit;
global using ModelGen.Tests;
global using Xunit;
