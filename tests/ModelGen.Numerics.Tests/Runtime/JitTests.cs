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

    /// <summary>But the ends of its tiles, which are methods so that their constants take no registers from the sums.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_kernel_is_optimised_and_calls_nothing(int bits)
    {
        string listing = Disassemble(bits);
        List<string> problems = [];
        int kernels = 0, callsOfPrograms = 0, finished = 0;
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
            if (Finish().IsMatch(listed.Groups["code"].Value))
            {
                finished++;
                if (Spilled(listed.Groups["code"].Value) is { } loop) problems.Add($"{name} keeps sums on the stack:\n{loop}");
            }

            if (calls.Length > 0) problems.Add($"{name} calls {string.Join(", ", calls)}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));

        // The listing is what we take it for. Small kernels are not in it: they are inlined into their programs.
        Assert.True(kernels > 50, $"Only {kernels} kernels were found in the listing.");
        Assert.True(finished > 5, $"Only {finished} kernels have tiles whose ends are methods.");
        Assert.True(callsOfPrograms > 50, $"Only {callsOfPrograms} calls of kernels were found in the listing.");
    }

    /// <summary>A block with many multiply-adds that stores vectors on the stack, or null.</summary>
    private static string? Spilled(string code) => Block().Split(code)
        .FirstOrDefault(block => Products().Count(block) >= 8 && block.Contains("jne ") && Stacked().IsMatch(block));

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
    [GeneratedRegex(@"Kernels256:Erf(Unfused)?\b|:Finish\d+\(")]
    private static partial Regex Apart();

    [GeneratedRegex(@"call\s+\[[^\n]*:Finish\d+\(")]
    private static partial Regex Finish();

    [GeneratedRegex(@"^G_M\w+:", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\bvfn?m(add|sub)")]
    private static partial Regex Products();

    [GeneratedRegex(@"vmovups\s+[xyz]mmword ptr \[r(bp|sp)[^\]]*\], ")]
    private static partial Regex Stacked();

    [GeneratedRegex(@"^\s+(tail\.jmp|call)\s+(?<target>[^\n]+)$", RegexOptions.Multiline)]
    private static partial Regex Call();
}
