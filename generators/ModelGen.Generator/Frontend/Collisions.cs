using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Codegen.Members;

namespace ModelGen.Generator.Frontend;

/// <summary>Finds members of the user that the generated part of the class would declare as well.</summary>
/// <remarks>An overload with other parameters, such as <c>int Predict(float[] image)</c>, is allowed.</remarks>
internal static class Collisions
{
    private static readonly HashSet<string> Reserved = new(ReservedNames.All, StringComparer.Ordinal);

    /// <summary>The methods that can be overloaded, with the kinds of the generated parameters.</summary>
    private static readonly Dictionary<string, Func<IMethodSymbol, bool>> Overloadable = new(StringComparer.Ordinal)
    {
        ["Predict"] = TakesSpans,
        ["TrainStep"] = TakesSpans,
        ["Evaluate"] = TakesSpans,
        ["Forward"] = TakesSpans,
        ["Backward"] = TakesSpans,
        ["ZeroGradients"] = TakesNothing,
        ["Update"] = TakesNothing,
        ["Save"] = method => TakesPath(method) || TakesStream(method),
        ["Load"] = method => TakesPath(method) || TakesStream(method) || (method.Parameters.Length == 1 && TakesSpans(method)),
    };

    /// <summary>The first one's name, or null.</summary>
    /// <param name="type">The model.</param>
    /// <param name="constants">Constants that the generated part declares for this model's inputs and outputs.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static string? Find(INamedTypeSymbol type, IEnumerable<string> constants, CancellationToken cancellationToken)
    {
        if (Reserved.Contains(type.Name)) return type.Name;
        var sizes = new HashSet<string>(constants, StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            var isSize = sizes.Contains(member.Name) && !Reserved.Contains(member.Name);
            if (IsUsers(member) && (isSize || Collides(member, cancellationToken))) return Display(member);
        }

        return null;
    }

    private static bool IsUsers(ISymbol member) =>
        !member.IsImplicitlyDeclared && member.DeclaringSyntaxReferences.Any(reference => !OwnOutput.Contains(reference.SyntaxTree));

    private static bool Collides(ISymbol member, CancellationToken cancellationToken) =>
        member switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => IsPrimary(constructor, cancellationToken)
                || TakesSeed(constructor),
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => Reserved.Contains(method.Name) && !IsOverload(method),
            IMethodSymbol => false,
            _ => Reserved.Contains(member.Name),
        };

    /// <summary>Every other constructor must call a primary one, and the generated one has no arguments for it.</summary>
    private static bool IsPrimary(IMethodSymbol constructor, CancellationToken cancellationToken) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax);

    private static bool IsOverload(IMethodSymbol method) =>
        Overloadable.TryGetValue(method.Name, out var takesTheSame) && (method.Arity > 0 || !takesTheSame(method));

    private static bool TakesNothing(IMethodSymbol method) => method.Parameters.Length == 0;

    private static bool TakesSeed(IMethodSymbol method) => TakesOne(method, SpecialType.System_Int32);

    private static bool TakesPath(IMethodSymbol method) => TakesOne(method, SpecialType.System_String);

    private static bool TakesStream(IMethodSymbol method) =>
        method.Parameters.Length == 1
        && method.Parameters[0].Type is { Name: "Stream", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } };

    private static bool TakesOne(IMethodSymbol method, SpecialType type) =>
        method.Parameters.Length == 1 && method.Parameters[0].Type.SpecialType == type;

    private static bool TakesSpans(IMethodSymbol method) => method.Parameters.Length > 0 && method.Parameters.All(parameter =>
        parameter.Type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments.Length: 1 });

    private static string Display(ISymbol member)
    {
        if (member is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor) return member.Name;
        var types = constructor.Parameters.Select(p => p.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        return $"{constructor.ContainingType.Name}({string.Join(", ", types)})";
    }
}
