using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Compiler;
using ModelGen.Compiler.Spec;
using Xunit.Abstractions;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Formulas of other assemblies that somebody wrote by hand, with a right check sum: each is refused, or is a function that could have been
/// written, and then it is compiled as one. Nothing throws, and nothing takes long.
/// </summary>
public sealed class ForgedFormulaTests(ITestOutputHelper output)
{
    private const string Id = "global::Pieces.F(global::ModelGen.Tensor)";

    private static readonly Formula X = Make(FormulaOperations.Local), One = Number(FormulaOperations.Number, 1);

    /// <summary>The numeric tests' functions, each with those that it reaches.</summary>
    private static readonly Lazy<IReadOnlyList<IReadOnlyList<FunctionSpec>>> Genuine = new(ReadGenuine);

    /// <summary>A model that applies a function.</summary>
    private static readonly Lazy<ModelSpec> Model = new(() => DeclarationText.Source("""
        [Model, Input(2, 5), Dense(6), Apply(nameof(Caller)), Flatten, Dense(1), MeanSquaredError, Sgd(0.1f)]
        public sealed partial class Net { static Tensor Caller(Tensor x) => x; }
        """));

    /// <summary>A model whose loss is a function.</summary>
    private static readonly Lazy<ModelSpec> LossModel = new(() => DeclarationText.Source("""
        [Model, Input(2, 5), Dense(6), Loss(nameof(Caller)), Sgd(0.1f)]
        public sealed partial class Net { static Tensor Caller(Tensor x, Labels y) => x.Pick(y); }
        """));

    /// <summary>What C# takes, the check takes, too.</summary>
    [Fact]
    public void Functions_that_were_written_are_read()
    {
        Assert.InRange(Genuine.Value.Count, 45, 100);
        foreach (IReadOnlyList<FunctionSpec> functions in Genuine.Value)
        {
            IReadOnlyList<FunctionSpec>? read = FormulaText.Read(FormulaText.WriteUnchecked(functions), "").Functions;
            Assert.Equal(functions, read);
        }
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "an operation that nobody knows", "return:Nonsense(x)" },
        { "one operand too few", "return:Add(x)" },
        { "one operand too many", "return:Relu(x,x)" },
        { "no operand", "return:Where()" },
        { "a text for a tensor", "return:Relu(text)" },
        { "a tensor for a shape", "return:Reshape(x,x)" },
        { "a number for an integer", "return:Softmax(x,one)" },
        { "a flag for a condition of numbers", "return:#choice(x,x,x)" },
        { "half an integer", "return:Softmax(x,half)" },
        { "an integer that is too large", "return:Softmax(x,huge)" },
        { "a local that is never assigned", "return:Relu(local7)" },
        { "a local of a number that is none", "return:Relu(local-1)" },
        { "a local far away", "return:Relu(localhuge)" },
        { "a statement for an expression", "return:#block()" },
        { "an expression for a statement", "Relu(x)" },
        { "a result that is none", "return:text" },
        { "several results", "return:#array(x,x)" },
        { "a break of nothing", "#break()" },
        { "a loop without parts", "#loop()" },
        { "an empty return", "#return()" },
        { "an empty assignment", "#assign()" },
        { "a call of nothing", "return:#call(x)" },
        { "a constant with operands", "return:#number(x)" },
        { "an unknown function of numbers", "return:Math.Round(one)" },
        { "a function of numbers without one", "return:Math.Sqrt()" },
        { "a parameter of a number", "return:Parameter(one,shape,one)" },
        { "an element of a tensor", "return:#element(x,one)" },
        { "labels that are none", "return:Pick(x,x)" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_content_is_no_function(string what, string content)
    {
        FunctionSpec function = Function(Parse(content));

        Assert.Null(FormulaText.Write([function]));
        (IReadOnlyList<FunctionSpec>? read, string? problem) = FormulaText.Read(FormulaText.WriteUnchecked([function]), "other!");
        Assert.True(read is null, what);
        Assert.Equal("is damaged. Build that assembly again.", problem);
    }

    [Fact]
    public void Locals_are_assigned_on_every_way()
    {
        Formula flag = Make("Less", Number(FormulaOperations.ToDouble, 0, One), One);
        Formula assign = Number(FormulaOperations.Assign, 1, X), local = Number(FormulaOperations.Local, 1);
        Formula back = Make(FormulaOperations.Return, local);
        Formula inChoice = Make(FormulaOperations.If, flag, assign);
        Formula inBoth = Make(FormulaOperations.If, flag, assign, assign);
        Formula orReturn = Make(FormulaOperations.If, flag, assign, Make(FormulaOperations.Return, X));
        Formula nothing = Make(FormulaOperations.Block), leave = Make(FormulaOperations.Break);
        Formula inLoop = Make(FormulaOperations.Loop, nothing, flag, nothing, assign);
        Formula always = Number(FormulaOperations.Flag, 1);
        Formula inEndless = Make(FormulaOperations.Loop, nothing, always, nothing, Block(assign, leave));
        Formula leftBefore = Make(FormulaOperations.Loop, nothing, always, nothing, Block(leave, assign));

        Assert.NotNull(FormulaText.Write([Function(assign, back)]));
        Assert.NotNull(FormulaText.Write([Function(inBoth, back)]));
        Assert.NotNull(FormulaText.Write([Function(orReturn, back)]));
        Assert.NotNull(FormulaText.Write([Function(inEndless, back)]));
        Assert.Null(FormulaText.Write([Function(back)]));
        Assert.Null(FormulaText.Write([Function(inChoice, back)]));
        Assert.Null(FormulaText.Write([Function(inLoop, back)]));
        Assert.Null(FormulaText.Write([Function(leftBefore, back)]));
    }

    /// <summary>Types are those of the method, whose id has them.</summary>
    [Theory]
    [InlineData("global::Pieces.F()")]
    [InlineData("global::Pieces.F(int)")]
    [InlineData("global::Pieces.F(string)")]
    [InlineData("global::Pieces.F(global::ModelGen.Tensor, int)")]
    [InlineData("global::Pieces.F")]
    [InlineData("")]
    public void Parameters_are_those_of_the_id(string id) =>
        Assert.Null(FormulaText.Write([Function(Make(FormulaOperations.Return, X)) with { Id = id }]));

    [Fact]
    public void A_gradient_takes_what_its_function_takes()
    {
        FunctionSpec function = Function(Make(FormulaOperations.Return, X)) with { Gradient = Id };

        Assert.Null(FormulaText.Write([function]));
    }

    /// <summary>Counts without what they count, at every depth.</summary>
    [Fact]
    public void A_huge_count_takes_no_memory()
    {
        string head = $"1;1;{Id.Length}:{Id}1:F0:1;1:x0;0;1;";
        string deep = head + string.Concat(Enumerable.Repeat("6:#block0:0;19999;", 150)) + new string(' ', 10_000);
        string[] texts = [deep, head + "6:#block0:0;20000;", "1;256;", "1;1e300;", head[..^2] + "20000;", $"1;1;{int.MaxValue}:"];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.All(texts, text => Assert.NotNull(FormulaText.Read(text + Sum(text), "").Problem));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    /// <summary>Functions that call each other so often and so deep that no run would end, and no stack be large enough.</summary>
    [Fact]
    public void What_would_not_end_is_one_diagnostic()
    {
        FunctionSpec[] doubling =
        [
            .. Enumerable.Range(0, 200)
                .Select(i => i == 0 ? X : Make("Add", Call(i - 1), Call(i - 1)))
                .Select((result, i) => Function(Make(FormulaOperations.Return, result)) with { Id = IdOf(i) }),
        ];
        FunctionSpec[] deep = [.. doubling.Select((function, i) => i == 0 ? function : function with
        {
            Body = EquatableArray.Of(Make(
                FormulaOperations.Return, Enumerable.Range(0, 150).Aggregate(Call(i - 1), (formula, _) => Make("Negate", formula)))),
        })];
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Equal("MG0094", Assert.Single(Check(doubling)).Descriptor.Id);
        Assert.Equal("MG0094", Assert.Single(Check(deep)).Descriptor.Id);
        Assert.Equal("MG0084", Assert.Single(Check([.. doubling.Take(60)])).Descriptor.Id);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));

        static Formula Call(int i) => Make(FormulaOperations.Call, X) with { Text = IdOf(i) };

        static string IdOf(int i) => $"global::Pieces.F{i}(global::ModelGen.Tensor)";
    }

    /// <summary>Right functions with random changes of their expressions: an operation, a number, a part from elsewhere.</summary>
    [Fact]
    public void Whatever_is_changed_nothing_breaks()
    {
        output.WriteLine(TestSeed.Text);
        Random random = new(TestSeed.Value);
        Formula[] all = [.. Genuine.Value.SelectMany(functions => functions).SelectMany(function => function.Body).SelectMany(Within)];
        int accepted = 0, count = TestTier.Count(4000, 200_000);
        for (int i = 0; i < count; i++)
        {
            FunctionSpec[] functions = [.. Genuine.Value[random.Next(Genuine.Value.Count)]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                int changed = random.Next(functions.Length);
                functions[changed] = Changed(functions[changed], all, functions, random);
            }

            string text = FormulaText.WriteUnchecked(functions);
            string about = $"{TestSeed.Text}, text {i}: {text}";
            try
            {
                if (FormulaText.Read(text, "other!").Functions is not { } read) continue;
                Assert.DoesNotContain("MG9001", Check(read).Select(diagnostic => diagnostic.Descriptor.Id));
                accepted++;
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{about}\n{exception}");
            }
        }

        output.WriteLine($"{accepted} of {count} are functions.");
        Assert.InRange(accepted, count / 20, count);
    }

    /// <summary>What the compiler says of a model that calls the last of functions with the current value, and constants.</summary>
    private static IReadOnlyList<Compiler.Diagnostics.Diagnostic> Check(IReadOnlyList<FunctionSpec> functions)
    {
        FunctionSpec called = functions[^1];
        ModelSpec model = called.Parameters.Any(parameter => parameter.Kind == ParameterKind.Labels) ? LossModel.Value : Model.Value;
        FunctionSpec own = model.Functions.Single();
        IEnumerable<Formula> arguments = called.Parameters.Select(parameter => parameter.Kind switch
        {
            ParameterKind.Tensor => X,
            ParameterKind.Labels => Number(FormulaOperations.Local, 1),
            _ => called.Id.Contains("int", StringComparison.Ordinal) ? Number(FormulaOperations.Integer, 2) : One,
        });
        Formula call = new Formula(FormulaOperations.Call, 0, arguments.ToEquatableArray()) with { Text = called.Id };
        FunctionSpec caller = own with { Body = EquatableArray.Of(Make(FormulaOperations.Return, call)) };
        return ModelCompiler.Check(model with { Functions = functions.Append(caller).ToEquatableArray() });
    }

    private static FunctionSpec Changed(FunctionSpec function, Formula[] all, FunctionSpec[] others, Random random)
    {
        int at = random.Next(function.Body.SelectMany(Within).Count());
        int next = 0;
        return function with { Body = function.Body.Select(Walk).ToEquatableArray() };

        Formula Walk(Formula formula)
        {
            bool isIt = next++ == at;
            Formula walked = formula with { Parts = formula.Parts.Select(Walk).ToEquatableArray() };
            return isIt ? One(walked) : walked;
        }

        Formula One(Formula formula)
        {
            Formula other = all[random.Next(all.Length)];
            Formula[] parts = [.. formula.Parts];
            return random.Next(9) switch
            {
                0 => formula with { Operation = other.Operation },
                1 => formula with { Number = random.Next(-3, 9) + (random.Next(4) == 0 ? 0.5 : 0) },
                2 => formula with { Number = new[] { double.NaN, 1e300, int.MaxValue, int.MinValue, -0.0, 1e-320 }[random.Next(6)] },
                3 when parts.Length > 0 => formula with { Parts = parts[1..].ToEquatableArray() },
                4 => formula with { Parts = parts.Append(other).ToEquatableArray() },
                5 when parts.Length > 1 => formula with { Parts = parts.Reverse().ToEquatableArray() },
                6 => new Formula(FormulaOperations.Call, -1, formula.Parts) with { Text = others[random.Next(others.Length)].Id },
                7 => formula with { Text = other.Text },
                _ => other,
            };
        }
    }

    private static IEnumerable<Formula> Within(Formula formula) => formula.Parts.SelectMany(Within).Prepend(formula);

    private static FunctionSpec Function(params Formula[] body) =>
        new(Id, "F", EquatableArray.Of(new FunctionParameter("x", ParameterKind.Tensor)), body.ToEquatableArray());

    private static Formula Make(string operation, params Formula[] parts) => new(operation, -1, parts.ToEquatableArray());

    private static Formula Block(params Formula[] parts) => new(FormulaOperations.Block, -1, parts.ToEquatableArray());

    private static Formula Number(string operation, double number, params Formula[] parts) =>
        new(operation, -1, parts.ToEquatableArray()) { Number = number };

    /// <summary>A statement: <c>return:Add(x,one)</c>.</summary>
    private static Formula Parse(string text)
    {
        if (text.StartsWith("return:", StringComparison.Ordinal)) return Make(FormulaOperations.Return, Parse(text[7..]));
        Match local = Regex.Match(text, "^local(-?[0-9]+|huge)$");
        if (local.Success)
            return Number(FormulaOperations.Local, local.Groups[1].Value == "huge" ? 1e9 : int.Parse(local.Groups[1].Value, null));
        int open = text.IndexOf('(', StringComparison.Ordinal);
        return text switch
        {
            "x" => X,
            "one" => One,
            "half" => Number(FormulaOperations.Integer, 0.5),
            "huge" => Number(FormulaOperations.Integer, 1e300),
            "text" => Make(FormulaOperations.Text) with { Text = "a" },
            "shape" => Make("Shape", X),
            _ => new(
                text[..open], -1, text[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToEquatableArray()),
        };
    }

    private static string Sum(string text) => text
        .Aggregate(14695981039346656037UL, (sum, character) => unchecked((sum ^ character) * 1099511628211UL))
        .ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<IReadOnlyList<FunctionSpec>> ReadGenuine() => ReadGenuine("");

    private static IReadOnlyList<IReadOnlyList<FunctionSpec>> ReadGenuine(string ignored, [CallerFilePath] string path = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "ModelGen.Numerics.Tests", "Functions");
        string source = File.ReadAllText(Path.Combine(folder, "UserFunctions.cs")).Replace("internal", "public", StringComparison.Ordinal);
        string shared = Regex.Replace(source, @"public static Tensor (?=\w+\()", "[ModelGen.TensorFunction] $0");
        GeneratorRun run = GeneratorHarness.InEditor("global using System; global using ModelGen;", shared).Run();
        Assert.Empty(run.InputAnalyzerDiagnostics);
        return
        [
            .. run.Compilation.Assembly.GetAttributes()
                .Where(attribute => attribute.AttributeClass?.Name == "TensorFormulaAttribute")
                .Select(attribute => FormulaText.Read((string)attribute.ConstructorArguments[1].Value!, "").Functions!),
        ];
    }
}
