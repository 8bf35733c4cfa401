using System.Text.Json;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>What the package changes where a project is published as native code, or for WebAssembly.</summary>
[Collection(PackageTests.Name)]
public sealed class NativeTests(Feed feed)
{
    [Fact]
    public void A_native_program_is_compiled_for_processors_with_fused_multiply_add_unless_told_otherwise()
    {
        Shell shell = feed.Stranger("native");
        File.WriteAllText(Path.Combine(shell.Folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><PackageReference Include="ModelGen" Version="{Build.Version}" /></ItemGroup>
            </Project>
            """);
        shell.Dotnet("restore");

        Assert.Equal(("x86-64-v3", "256"), Published("linux-x64", "PublishAot=true"));
        Assert.Equal(("x86-64-v3", "256,128"), Published("linux-x64", "PublishAot=true", "ModelGenVectorBits=256%3B128"));
        Assert.Equal(("native", ""), Published("linux-x64", "PublishAot=true", "IlcInstructionSet=native"));
        Assert.Equal(("", "128"), Published("linux-x64", "PublishAot=true", "ModelGenNativeInstructionSet=false"));
        Assert.Equal(("", "128"), Published("linux-arm64", "PublishAot=true"));
        Assert.Equal(("", "128"), Published("browser-wasm"));
        Assert.Equal(("", ""), Published("linux-x64"));

        (string, string) Published(string runtime, params string[] properties)
        {
            string settings = string.Concat(properties.Select(property => " -p:" + property));
            using JsonDocument evaluated = JsonDocument.Parse(shell.Dotnet(
                $"msbuild -p:_IsPublishing=true -p:RuntimeIdentifier={runtime}{settings} "
                    + "-getProperty:IlcInstructionSet,ModelGenEmittedVectorBits"));
            JsonElement found = evaluated.RootElement.GetProperty("Properties");
            return (found.GetProperty("IlcInstructionSet").GetString()!, found.GetProperty("ModelGenEmittedVectorBits").GetString()!);
        }
    }
}
