using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>Asks the real JIT, in a process of its own, what it made of the kernels.</summary>
public sealed partial class JitTests
{
    /// <summary>
    /// With 16 vector registers, and not 32, what an epilogue of many functions spills can fill more than a page of the stack. Then the JIT
    /// touches it page by page when the kernel begins: no call in its loops.
    /// </summary>
    private const string StackProbe = "CORINFO_HELP_STACK_PROBE";

    /// <summary>The widths that this processor has: at another one, the kernels of the widest it has would run.</summary>
    public static TheoryData<int> Widths => [.. CompiledModel.Widths.Where(bits => bits <= CompiledModel.Widest)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_kernel_is_optimised_and_calls_nothing(int bits)
    {
        string listing = Disassemble(bits);
        List<string> problems = [];
        int kernels = 0, callsOfPrograms = 0;
        foreach (Match listed in Listing().Matches(listing))
        {
            (string name, string tier) = (listed.Groups["name"].Value, listed.Groups["tier"].Value);
            if (tier != "FullOpts") problems.Add($"{name} is {tier} code");
            string[] calls =
            [
                .. Call().Matches(listed.Groups["code"].Value)
                    .Select(call => call.Groups["target"].Value.Trim())
                    .Where(target => target != StackProbe || Vector512.IsHardwareAccelerated)
                    .Where(target => !Apart().IsMatch(target))
                    .Distinct(),
            ];
            if (!KernelName().IsMatch(name))
            {
                callsOfPrograms += calls.Length;
                continue;
            }

            kernels++;
            if (calls.Length > 0) problems.Add($"{name} calls {string.Join(", ", calls)}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));

        // The listing is what we take it for. Small kernels are not in it: they are inlined into their programs.
        Assert.True(kernels > 50, $"Only {kernels} kernels were found in the listing.");
        Assert.True(callsOfPrograms > 50, $"Only {callsOfPrograms} calls of kernels were found in the listing.");
    }

    private static string Disassemble(int bits)
    {
        string output = Path.Combine(Zoo.Folder, $"jit{bits.ToString(CultureInfo.InvariantCulture)}.txt");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, ["exec", Path.Combine(Zoo.Folder, "Zoo.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MODELGEN_VECTOR_BITS"] = bits.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_JitStdOutFile"] = output;
        start.Environment["DOTNET_JitDisasm"] = $"*Kernels{bits.ToString(CultureInfo.InvariantCulture)}:*";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && printed.TrimEnd().EndsWith("all done", StringComparison.Ordinal), printed + errors.Result);
        return File.ReadAllText(output);
    }

    [GeneratedRegex(
        @"; Assembly listing for method (?<name>[^\(\s]+)\([^\n]*\((?<tier>[^)\n]+)\)\n(?<code>.*?)(?=; Assembly listing|\z)",
        RegexOptions.Singleline)]
    private static partial Regex Listing();

    [GeneratedRegex(@":[A-Z][A-Za-z]*\d+$")]
    private static partial Regex KernelName();

    /// <summary>The error function with AVX2: its constants would take the registers of the loops around it.</summary>
    [GeneratedRegex(@"Kernels256:Erf(Unfused)?\b")]
    private static partial Regex Apart();

    [GeneratedRegex(@"^\s+(tail\.jmp|call)\s+(?<target>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Call();
}
