using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelGen.Compiler.Spec;
using Xunit;

namespace ModelGen.Compiler.Tests;

/// <summary>Data flow one way through the compiler: which of its namespaces may know which others.</summary>
/// <remarks>
/// What a namespace knows is read from its types, the bodies of its methods, and the <c>using</c> lines of its files: constants leave no
/// trace in a
/// body.
/// </remarks>
public sealed partial class DependencyTests
{
    private const string Root = "ModelGen.Compiler";

    /// <summary>
    /// The stages in the order in which a model passes through; each may know those before it that are named, and itself.
    /// </summary>
    /// <remarks>Namespaces of one stage are written together: they may know each other.</remarks>
    private static readonly (string Stage, string Known)[] Stages =
    [
        ("Spec", ""),
        // The gradient of a scan needs that of its body.
        ("Graph Ops Autodiff", "Spec"),
        ("Diagnostics", "Spec"),
        ("Kernels", "Spec Graph Ops"),
        ("Costs", "Graph Ops"),
        ("Layers Losses Optimizers Budgets", "Spec Graph Ops Diagnostics"),
        ("Weights", "Spec Graph Diagnostics Layers"),
        ("Lint", "Spec Graph Ops Diagnostics Layers Losses Optimizers"),
        ("Schedule", "Spec Graph Ops Kernels Costs Layers Optimizers"),
        ("Lowering", "Spec Graph Ops Kernels Costs Schedule"),
        ("Passes", "Spec Graph Ops Costs Schedule Lowering"),
        ("Programs", "Spec Graph Ops Autodiff Layers Losses Optimizers Schedule Passes"),
        ("Codegen", "Spec Graph Ops Diagnostics Kernels Costs Layers Losses Optimizers Budgets Weights Schedule Lowering Programs"),
    ];

    /// <summary>How many lines one model becomes is asked of the code's writer before anything is written.</summary>
    private static readonly string[] Exceptions = ["Budgets -> Codegen", "Budgets -> Programs", "Budgets -> Schedule"];

    private static readonly string[] Names = [.. Stages.SelectMany(s => s.Stage.Split(' '))];

    public static TheoryData<string> Namespaces => [.. Names];

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void Knows_only_stages_before_it(string name)
    {
        (string stage, string known) = Stages.Single(s => s.Stage.Split(' ').Contains(name));
        string[] allowed = [.. stage.Split(' '), .. known.Split(' ')];

        string[] others =
        [
            .. References(name)
                .Concat(Usings(name))
                .Distinct()
                .Where(other => !allowed.Contains(other))
                .Select(other => $"{name} -> {other}"),
        ];
        Assert.Empty(others.Except(Exceptions));
    }

    [Fact]
    public void No_stage_knows_a_later_one()
    {
        HashSet<string> before = [];
        foreach ((string stage, string known) in Stages)
        {
            Assert.All(known.Split(' ', StringSplitOptions.RemoveEmptyEntries), other => Assert.Contains(other, before));
            before.UnionWith(stage.Split(' '));
        }
    }

    [Fact]
    public void Every_namespace_has_its_stage() => Assert.Equal(
        Names.Order(),
        typeof(ModelSpec).Assembly.GetTypes().Select(NameOf).OfType<string>().Distinct().Order());

    /// <summary>The part of a type's namespace behind the compiler's, or null for other types and for the compiler's own few.</summary>
    private static string? NameOf(Type type) =>
        type.Namespace is { } name && name.StartsWith(Root + ".", StringComparison.Ordinal) ? name.Split('.')[2] : null;

    private static IEnumerable<string> Usings(string name)
    {
        string folder = Path.Combine(CompilerFolder(), name);
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Using().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value));
    }

    private static string CompilerFolder([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "generators", Root);

    private static IEnumerable<string> References(string name)
    {
        const BindingFlags all =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        IEnumerable<Type> found = typeof(ModelSpec)
            .Assembly.GetTypes()
            .Where(t => NameOf(t) == name)
            .SelectMany(type =>
                (IEnumerable<Type?>)
                    [
                        type.BaseType,
                        .. type.GetInterfaces(),
                        .. type.GetFields(all).Select(f => f.FieldType),
                        .. type.GetMembers(all).OfType<MethodBase>().SelectMany(Of),
                    ])
            .OfType<Type>();
        return found.SelectMany(Parts).Select(NameOf).OfType<string>();

        static IEnumerable<Type?> Of(MethodBase method) =>
            [.. method.GetParameters().Select(p => p.ParameterType), (method as MethodInfo)?.ReturnType, .. BodyOf(method)];
    }

    /// <summary>The types that a method's instructions name.</summary>
    private static IEnumerable<Type?> BodyOf(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code) yield break;
        Type[]? ofType = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            OpCode instruction = code[at] == 0xFE ? Instructions[(short)(0xFE00 | code[at + 1])] : Instructions[code[at]];
            at += instruction.Size;
            if (
                instruction.OperandType
                is OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineType
                    or OperandType.InlineTok)
            {
                MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
                yield return member as Type ?? member.DeclaringType;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                    foreach (Type argument in generic.GetGenericArguments()) yield return argument;
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static readonly Dictionary<short, OpCode> Instructions = typeof(OpCodes)
        .GetFields()
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
        : [type];

    [GeneratedRegex(@"^using ModelGen\.Compiler\.(\w+)[\w.]*;", RegexOptions.Multiline)]
    private static partial Regex Using();
}
