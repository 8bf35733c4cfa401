using System.Diagnostics;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>A project of a consumer with the strictest settings there are, built by the SDK and run.</summary>
public sealed class ConsumerTests : IDisposable
{
    private const string Models = """
        using ModelGen;

        namespace Strict.Models
        {
            /// <summary>Public, one input.</summary>
            [Model, Input(4), Dense(3), Relu, Dropout(0.1f), Dense(2), SoftmaxCrossEntropy, Adam(1e-3f)]
            public sealed partial class Plain;

            /// <summary>Internal, several inputs and outputs.</summary>
            [Model]
            [Input(2, Name = "left"), Dense(3), As("a"), Input(5, Name = "right"), Dense(3), Add("a"), Tanh, As("b"), Dense(1)]
            [Output("b"), MeanSquaredError, Sgd(0.1f, Momentum = 0.9f)]
            internal sealed partial class Wired;

            /// <summary>Has a model inside.</summary>
            public static partial class Outer
            {
                /// <summary>Nested.</summary>
                [Model, Input(1), Dense(1), Huber, Sgd(0.1f)]
                public sealed partial class Inner;
            }
        }
        """;

    private const string Global = """
        using ModelGen;

        /// <summary>In no namespace.</summary>
        [Model, Input(2), Dense(1), MeanAbsoluteError, Sgd(0.1f)]
        internal sealed partial class Bare;
        """;

    private const string Main = """
        using System;
        using System.Globalization;
        using Strict.Models;

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(args.Length > 0 ? args[0] : "");
        var plain = new Plain(1);
        float[] x = [0.1f, -0.2f, 0.3f, 0.4f];
        var loss = plain.TrainStep(x, [1]);
        float[] y = new float[2];
        plain.Predict(x, y);
        var wired = new Wired(1);
        float[] z = new float[1], b = new float[3];
        loss += wired.TrainStep([1, 2], [1, 2, 3, 4, 5], [1]);
        wired.Predict([1, 2], [1, 2, 3, 4, 5], z, b);
        loss += new Outer.Inner(1).TrainStep([1], [2]) + new Bare(1).TrainStep([1, 2], [2]);
        foreach (var value in (float[])[loss, .. y, .. z, .. b])
            Console.Write(BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture) + " ");
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("modelgen-consumer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_strict_consumer_builds_without_warnings_and_gets_the_same_bits_everywhere()
    {
        string bin = AppContext.BaseDirectory;
        Write("Models.cs", Models);
        Write("Bare.cs", Global);
        Write("Program.cs", Main);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Packages.props", "<Project />");

        // What the models' declarations choose, and not what is generated for them: public types in an app, a nested type.
        Write(
            ".editorconfig",
            "root = true\n[Models.cs]\ndotnet_diagnostic.CA1515.severity = none\ndotnet_diagnostic.CA1034.severity = none\n");
        Write(
            "Strict.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AnalysisLevel>latest-all</AnalysisLevel>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <IsAotCompatible>true</IsAotCompatible>
                <IsTrimmable>true</IsTrimmable>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{bin}ModelGen.dll" />
                <Analyzer Include="{bin}ModelGen.Generator.dll" />
                <Analyzer Include="{bin}ModelGen.Compiler.dll" />
              </ItemGroup>
            </Project>
            """);
        string build = Run("build", "-c", "Release", "-v", "q", "--nologo", "-nodeReuse:false");
        Assert.Contains("0 Warning(s)", build, StringComparison.Ordinal);

        string program = Path.Combine(_folder, "bin", "Release", "net10.0", "Strict.dll");
        string expected = Run(program);
        Assert.Equal(7, expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (string width in (string[])["512", "256", "128"])
            foreach (string invariant in (string[])["0", "1"])
                Assert.Equal(expected, Run([program, .. invariant == "0" ? ["de-DE"] : Array.Empty<string>()], width, invariant));
    }

    private string Run(params string[] arguments) => Run(arguments, "", null);

    private string Run(string[] arguments, string width, string? invariant)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (invariant is not null) start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = invariant;

        // What the command line tools around the test set for their own children.
        start.Environment.Remove("PreferredUILang");
        start.Environment.Remove("VSLANG");
        start.Environment["MODELGEN_VECTOR_BITS"] = width;
        foreach (
            string inherited in start.Environment.Keys.Where(key => key.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray()
        )
            start.Environment.Remove(inherited);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{printed}{errors.Result}");
        return printed;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
