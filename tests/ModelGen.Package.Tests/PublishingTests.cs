using System.Diagnostics;
using System.Globalization;
using ModelGen.Tests;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>A test that makes a native program, which takes minutes and needs a linker of C.</summary>
internal sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = ExhaustiveFactAttribute.Reason
        ?? (OperatingSystem.IsLinux() && Environment.Is64BitProcess ? null : "It makes programs for Linux on x64.")
        ?? (Has("clang") || Has("gcc") ? null : "It needs clang, and the headers of zlib: packages clang and zlib1g-dev.");

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>
/// An app with two trained networks, published in each way: what is in the folder, how large it is, and that bits are the same.
/// </summary>
[Collection(PackageTests.Name)]
public sealed class PublishingTests(Feed feed)
{
    private const int MostAdded = 150_000, MostNative = 3_000_000, MostMilliseconds = 15;

    private const string Declarations = """
        using ModelGen;

        namespace Shared;

        /// <summary>The digits of docs/guide/shipping.md.</summary>
        [Model, Input(1, 8, 8), Flatten, Dense(64), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
        public sealed partial class Digits;

        /// <summary>LeCun et al. (1998).</summary>
        [Model, Input(1, 28, 28)]
        [Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2)]
        [Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
        [SoftmaxCrossEntropy, Adam(1e-3)]
        public sealed partial class LeNet5;
        """;

    private const string Trainer = """
        using Shared;

        float[] images = new float[64 * LeNet5.InputSize];
        int[] labels = new int[64];
        for (int i = 0; i < images.Length; i++) images[i] = i % 251 / 251f;
        for (int i = 0; i < labels.Length; i++) labels[i] = i % 10;
        Digits digits = new(1);
        LeNet5 lenet = new(2);
        for (int step = 0; step < 3; step++)
        {
            digits.TrainStep(images.AsSpan(0, 64 * Digits.InputSize), labels);
            lenet.TrainStep(images, labels);
        }

        digits.Save("digits.safetensors");
        lenet.Save("lenet5.safetensors");
        """;

    private const string Digits = """
        using Shared;

        float[] image = new float[Digits.InputSize], scores = new float[Digits.OutputSize];
        for (int i = 0; i < image.Length; i++) image[i] = i % 17 / 16f;
        Digits.Predict(image, scores);
        Console.WriteLine(string.Join(' ', scores.Select(BitConverter.SingleToInt32Bits)));
        """;

    private const string Both = """
        using System.Globalization;
        using Shared;

        float[] images = new float[64 * LeNet5.InputSize];
        uint state = 1;
        for (int i = 0; i < images.Length; i++) images[i] = ((state = (state * 1664525) + 1013904223) >> 8) / 16777216f;
        Show("digits", Digits.InputSize, Digits.Predict);
        Show("LeNet-5", LeNet5.InputSize, LeNet5.Predict);

        void Show(string name, int size, Predict predict)
        {
            foreach (int samples in new[] { 1, 64 })
            {
                float[] input = images[..(samples * size)], output = new float[samples * 10];
                predict(input, output);
                string bits = string.Join(' ', output.Select(BitConverter.SingleToInt32Bits));
                if (args.Length == 0) Console.WriteLine($"{name} {samples} {bits}");
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seconds(() => predict(input, output))}"));
            }
        }

        static double Seconds(Action action)
        {
            double least = double.MaxValue;
            long calls = 1;
            for (int round = 0; round < 12;)
            {
                double start = Environment.CpuUsage.TotalTime.TotalSeconds;
                for (long i = 0; i < calls; i++) action();
                double seconds = Environment.CpuUsage.TotalTime.TotalSeconds - start;
                if (seconds < 0.03) { calls *= 2; continue; }
                least = Math.Min(least, seconds / calls);
                round++;
            }

            return least;
        }

        delegate void Predict(ReadOnlySpan<float> input, Span<float> output);
        """;

    /// <summary>With the just-in-time compiler: nothing but the app itself, and little more than an empty one.</summary>
    [Fact]
    public void A_published_app_is_its_own_assembly_and_a_small_one()
    {
        Shell shell = Projects("publishing small", [], "Trainer", "Empty", "Digits");
        shell.Dotnet("run --project Trainer -c Release");
        shell.Type("dotnet publish Empty -c Release -o empty\ndotnet publish Digits -c Release -o digits");
        Assert.Equal(
            ["Digits.deps.json", "Digits.dll", "Digits.pdb", "Digits.runtimeconfig.json"],
            Directory.GetFiles(Path.Combine(shell.Folder, "digits")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        long added = Size("digits/Digits.dll") - Size("empty/Empty.dll");
        Assert.InRange(added, Size("digits.safetensors"), MostAdded);

        long Size(string file) => new FileInfo(Path.Combine(shell.Folder, file)).Length;
    }

    /// <summary>Native, trimmed in one file, and ReadyToRun: the bits of the just-in-time compiler, without a warning.</summary>
    [NativeFact]
    public void Published_in_each_way_an_app_gives_the_same_bits_and_a_native_one_is_small_and_fast()
    {
        // Where packages lie in a folder with spaces, the SDK hands them to clang without quotation marks.
        DirectoryInfo packages = Directory.CreateTempSubdirectory("modelgen-packages-");
        try
        {
            PublishInEachWay(Projects("publishing all", [("NUGET_PACKAGES", packages.FullName)], "Trainer", "Both"));
        }
        finally
        {
            packages.Delete(recursive: true);
        }
    }

    private static void PublishInEachWay(Shell shell)
    {
        shell.Dotnet("run --project Trainer -c Release");
        Publish("jit", "");
        Publish("native", "-r linux-x64 -p:PublishAot=true");
        Publish("single", "-r linux-x64 --self-contained -p:PublishSingleFile=true -p:PublishTrimmed=true -p:TrimmerSingleWarn=false");
        Publish("ready", "-r linux-x64 --self-contained false -p:PublishReadyToRun=true");

        string right = shell.Dotnet("jit/Both.dll");
        foreach (string folder in (string[])["native", "single", "ready"]) Assert.Equal(right, shell.Run(Program(folder), []));
        Assert.Single(Directory.GetFiles(Path.Combine(shell.Folder, "single")), file => !file.EndsWith(".pdb", StringComparison.Ordinal));
        Assert.InRange(new FileInfo(Program("native")).Length, 0, MostNative);
        Assert.InRange(
            Enumerable.Range(0, 30).Min(_ =>
            {
                long start = Stopwatch.GetTimestamp();
                shell.Run(Program("native"), []);
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }),
            0,
            MostMilliseconds);

        // The benchmarks measure times. Here, instructions that are missing would make them a hundred times as long.
        double[] compiled = Seconds(shell.Dotnet("jit/Both.dll times")), native = Seconds(shell.Run(Program("native"), ["times"]));
        Assert.All(compiled.Zip(native), times => Assert.InRange(times.Second / times.First, 0, 3));

        string Program(string folder) => Path.Combine(shell.Folder, folder, "Both");

        void Publish(string folder, string options)
        {
            const string always = "-warnaserror -p:DisableTransitiveFrameworkReferenceDownloads=true";
            shell.Dotnet($"publish Both -c Release -o {folder} {always} {options}".TrimEnd());
        }
    }

    private static double[] Seconds(string printed) =>
        [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

    private Shell Projects(string stranger, (string Name, string Value)[] environment, params string[] names)
    {
        Shell shell = feed.Stranger(stranger, [Feed.WithoutAnalyzersOfTheSdk, .. environment]);
        foreach (string name in names)
        {
            string folder = Directory.CreateDirectory(Path.Combine(shell.Folder, name)).FullName;
            string[] weights = name switch { "Both" => ["Digits", "LeNet5"], "Digits" => ["Digits"], _ => [] };
            File.WriteAllText(Path.Combine(folder, "Program.cs"), name switch
            {
                "Trainer" => Trainer,
                "Digits" => Digits,
                "Both" => Both,
                _ => "Console.WriteLine();",
            });

            string declarations = name == "Digits" ? Declarations.Split("/// <summary>LeCun")[0] : Declarations;
            if (name != "Empty") File.WriteAllText(Path.Combine(folder, "Networks.cs"), declarations);
            File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <OutputType>Exe</OutputType>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <InvariantGlobalization>true</InvariantGlobalization>
                    <UseAppHost Condition="'$(RuntimeIdentifier)' == ''">false</UseAppHost>
                  </PropertyGroup>
                  <ItemGroup>
                    {(name == "Empty" ? "" : $"<PackageReference Include=\"ModelGen\" Version=\"{Build.Version}\" />")}
                    {string.Concat(weights.Select(net =>
                        $"<ModelGenWeights Include=\"../{net.ToLowerInvariant()}.safetensors\" Model=\"Shared.{net}\" />"))}
                  </ItemGroup>
                </Project>
                """);
        }

        return shell;
    }
}
