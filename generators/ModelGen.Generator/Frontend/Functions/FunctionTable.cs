using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>The user's functions that a model and its blocks name, read; and where their expressions stand.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<string, FunctionSpec> _read = new(StringComparer.Ordinal);
    private readonly List<FunctionSpec> _inOrder = [];
    private readonly Dictionary<string, (IMethodSymbol Method, IReadOnlyList<Place> Expressions)> _sources =
        new(StringComparer.Ordinal);
    private readonly Dictionary<(PipelineClass, int), FunctionUse> _uses = [];
    private readonly List<string> _open = [];
    private readonly AttributeReader _reader;
    private readonly CancellationToken _cancellationToken;

    private FunctionTable(AttributeReader reader, CancellationToken cancellationToken) =>
        (_reader, _cancellationToken) = (reader, cancellationToken);

    /// <summary>The functions, those that are called before those that call them.</summary>
    public IReadOnlyList<FunctionSpec> Functions => _inOrder;

    /// <summary>What an attribute names; null if it names no function.</summary>
    public FunctionUse? UseOf(PipelineClass type, int attribute) => _uses.TryGetValue((type, attribute), out var use) ? use : null;

    /// <summary>False if C# does not understand one of them, which it reports itself.</summary>
    public bool IsResolved { get; private set; } = true;

    /// <summary>The expressions and statements that are being read within each other, in all functions that call each other.</summary>
    public int Depth { get; set; }

    public static FunctionTable Of(
        PipelineClass model, IReadOnlyList<PipelineClass> blocks, AttributeReader reader, CancellationToken cancellationToken)
    {
        var table = new FunctionTable(reader, cancellationToken);
        foreach (var type in blocks.Prepend(model))
        {
            for (var i = 0; i < type.Attributes.Length; i++)
            {
                if (NameIn(type.Attributes[i].Spec) is { } name) table._uses.Add((type, i), table.Use(type, i, name));
            }
        }

        table.Forward = table.ReadForward(model);
        return table;
    }

    /// <summary>The method that declares the model's layers: its id; null if there is none, or none that can be read.</summary>
    public string? Forward { get; private set; }

    /// <summary>Why that method cannot be read; null if it can, or if there is none.</summary>
    public FunctionProblem? ForwardProblem { get; private set; }

    /// <summary>Reads a method <c>Forward</c> that gives a Tensor, unless an attribute applies it.</summary>
    private string? ReadForward(PipelineClass model)
    {
        var methods = model.Symbol.GetMembers(ForwardExpansion.MethodName)
            .OfType<IMethodSymbol>()
            .Where(method => method.MethodKind == MethodKind.Ordinary && IsTensor(method.ReturnType))
            .ToArray();
        if (methods.Length == 0 || model.Attributes.Any(attribute => NameIn(attribute.Spec) == ForwardExpansion.MethodName)) return null;
        var method = methods[0];
        var id = IdOf(method);
        _sources[id] = (method, []);
        if (methods.Length > 1)
            return Wrong("MG0077", $"the class has {methods.Length} methods of this name that give a Tensor. Keep one of them.");
        if (WhyNot(method) is var (diagnostic, reason)) return Wrong(diagnostic, reason);
        _sources.Remove(id);
        Read(method, id);
        return id;

        string? Wrong(string diagnostic, string reason)
        {
            ForwardProblem = Problem(diagnostic, id, -1, Display(method), reason);
            return null;
        }
    }

    /// <summary>Where an expression of a function stands; where the function's name does, if the position is less than 0.</summary>
    public Location? Find(string function, int expression)
    {
        if (!_sources.TryGetValue(function, out var source)) return null;
        return expression >= 0 && expression < source.Expressions.Count
            ? source.Expressions[expression].Location
            : source.Method.Locations.FirstOrDefault(location => location.IsInSource);
    }

    /// <summary>Reads a function that another one calls; its id, or why it cannot be called.</summary>
    public (string? Id, FunctionProblem? Problem) Call(IMethodSymbol method, string caller, int position)
    {
        var id = IdOf(method);
        var display = Display(method);
        var circle = _open.IndexOf(id);
        if (circle >= 0)
        {
            var names = _open.Skip(circle).Append(id).Select(open => _sources[open].Method.Name);
            return (null, Problem("MG0082", caller, position, display, string.Join(" → ", names)));
        }

        if (WhyNot(method) is var (diagnostic, reason)) return (null, Problem(diagnostic, caller, position, display, reason));
        if (FormulaOf(method) is { } formula)
        {
            var (found, damage) = ReadFormula(method, formula);
            return (found, damage is null ? null : Problem("MG0087", caller, position, display, method.ContainingAssembly.Name, damage));
        }

        Read(method, id);
        return (id, null);
    }

    /// <summary>C# does not understand an expression.</summary>
    public void CannotRead() => IsResolved = false;

    public SemanticModel Semantics(SyntaxTree tree) => _reader.Semantics(tree);

    public static FunctionProblem Problem(string diagnostic, string? function, int position, params string[] message) =>
        new(diagnostic, function, position, message.ToEquatableArray());

    public static string Display(IMethodSymbol method) => method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private FunctionUse Use(PipelineClass type, int attribute, string name)
    {
        var isLoss = type.Attributes[attribute].Spec.TypeName == nameof(LossAttribute);
        var methods = type.Symbol.GetMembers(name)
            .OfType<IMethodSymbol>()
            .Where(method => method.MethodKind == MethodKind.Ordinary)
            .ToArray();
        var wanted = isLoss
            ? $"static Tensor {Named(name)}(Tensor output, Labels labels) or (Tensor output, Tensor targets)"
            : $"static Tensor {Named(name)}(Tensor x)";
        if (methods.Length == 0)
            return Wrong("MG0077", $"the class has no method of this name. Declare it: {wanted}.");
        if (methods.Length > 1)
            return Wrong("MG0077", $"the class has {methods.Length} methods of this name. Give this one a name of its own.");
        var method = methods[0];
        if (WhyNot(method) is var (diagnostic, reason)) return Wrong(diagnostic, reason);
        var given = isLoss ? 2 : 1 + NamesIn(type.Attributes[attribute].Spec);
        if (WhyNotGiven(method, isLoss, given) is { } misfit) return Wrong("MG0077", misfit + $" It has the form {wanted}.");
        var id = IdOf(method);
        Read(method, id);
        return new FunctionUse(id, method.Parameters.Any(parameter => IsLabels(parameter.Type)), null);

        FunctionUse Wrong(string diagnostic, string reason) =>
            new(null, false, Problem(diagnostic, null, -1, methods.Length == 1 ? Display(methods[0]) : name, reason));
    }

    /// <summary>Why the parameters are not those that the attribute gives values to.</summary>
    private static string? WhyNotGiven(IMethodSymbol method, bool isLoss, int given)
    {
        var needed = method.Parameters
            .TakeWhile(parameter => KindOf(parameter.Type) is ParameterKind.Tensor or ParameterKind.Labels)
            .Count();
        if (method.Parameters.Skip(needed).Any(parameter => !parameter.IsOptional))
            return "it has a parameter that the attribute gives no value. Give the parameter a default value, or write a constant.";
        if (!isLoss && method.Parameters.Any(parameter => IsLabels(parameter.Type))) return "only a loss is given labels.";
        if (needed != given)
        {
            return isLoss
                ? "a loss takes the output and the labels or targets."
                : $"it takes {Count(needed, "tensor")}, and the attribute gives it {Count(given, "value")}: the current one, and one for "
                    + "each name that is written behind the function.";
        }

        return needed > 0 && KindOf(method.Parameters[0].Type) != ParameterKind.Tensor ? "its first parameter is no Tensor." : null;
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    /// <summary>Why a method cannot be read at all: the diagnostic and its reason.</summary>
    private (string Diagnostic, string Reason)? WhyNot(IMethodSymbol method, bool givesSeveral = false)
    {
        if (!method.IsStatic) return ("MG0077", "it is not static, and there is no object while compiling. Write 'static'.");
        if (method.Arity > 0 || method.ContainingType.IsGenericType) return ("MG0077", "it is generic. Name its types.");
        if (givesSeveral && !(method.ReturnType is IArrayTypeSymbol { Rank: 1 } array && IsTensor(array.ElementType)))
            return ("MG0077", $"it gives {method.ReturnType.ToDisplayString()}. It must give a Tensor[], one for each tensor it is given.");
        if (!givesSeveral && !IsTensor(method.ReturnType))
            return ("MG0077", $"it gives {method.ReturnType.ToDisplayString()}. It must give a Tensor.");
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None || parameter.IsParams || KindOf(parameter.Type) is null)
                return ("MG0077", $"its parameter '{parameter.Name}' is {Described(parameter)}. A parameter is a Tensor, Labels or a "
                    + "number.");
        }

        if (Syntax(method) is not { } syntax)
        {
            if (FormulaOf(method) is not null) return null;
            return method.DeclaringSyntaxReferences.Length == 0
                ? ("MG0078", $"it is compiled in the assembly '{method.ContainingAssembly?.Name}', so its source is not here. Mark it "
                    + "with [TensorFunction] there, or copy its source into this project.")
                : ("MG0078", "it has no body here. Give it one.");
        }

        return syntax.Modifiers.Any(modifier => modifier.ValueText == "async")
            || syntax.DescendantNodes().OfType<YieldStatementSyntax>().Any()
            ? ("MG0077", "it does not run from beginning to end. Write an ordinary method.")
            : null;
    }

    private static string Described(IParameterSymbol parameter) =>
        parameter.RefKind != RefKind.None ? parameter.RefKind.ToString().ToLowerInvariant()
        : parameter.IsParams ? "an array of arguments"
        : $"of type {parameter.Type.ToDisplayString()}";

    private MethodDeclarationSyntax? Syntax(IMethodSymbol method)
    {
        foreach (var reference in (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(_cancellationToken) is MethodDeclarationSyntax syntax
                && (syntax.Body is not null || syntax.ExpressionBody is not null)
                && _reader.Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
                && !OwnOutput.Contains(syntax.SyntaxTree))
                return syntax;
        }

        return null;
    }

    /// <summary>What a method of another assembly computes, if that assembly says it.</summary>
    private string? FormulaOf(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length > 0 && _reader.Compilation.Assembly.Equals(
            method.ContainingAssembly, SymbolEqualityComparer.Default)) return null;
        var id = IdOf(method);
        return method.ContainingAssembly?.GetAttributes()
            .Where(attribute => IsLibrary(attribute.AttributeClass, "TensorFormulaAttribute") && attribute.ConstructorArguments.Length == 2)
            .Where(attribute => attribute.ConstructorArguments[0].Value as string == id)
            .Select(attribute => attribute.ConstructorArguments[1].Value as string)
            .FirstOrDefault();
    }

    /// <summary>Reads a method of another assembly with those it calls: its id, or what is wrong.</summary>
    private (string? Id, string? Damage) ReadFormula(IMethodSymbol method, string formula)
    {
        var prefix = method.ContainingAssembly.Name + "!";
        if (_read.ContainsKey(prefix + IdOf(method))) return (prefix + IdOf(method), null);
        var (functions, damage) = FormulaText.Read(formula, prefix);
        if (functions is null) return (null, damage);
        var last = functions[functions.Count - 1];
        var kinds = method.Parameters.Select(parameter => KindOf(parameter.Type)!.Value);
        if (last.Id != prefix + IdOf(method) || !last.Parameters.Select(parameter => parameter.Kind).SequenceEqual(kinds))
            return (null, "is that of another method. Build that assembly again.");
        foreach (var function in functions)
        {
            if (_read.TryGetValue(function.Id, out var known))
            {
                if (known == function) continue;
                return (null, "is damaged: it disagrees with another formula of that assembly. Build that assembly again.");
            }

            _read.Add(function.Id, function);
            _inOrder.Add(function);
        }

        return (last.Id, null);
    }

    /// <summary>A method with <c>[TensorFunction]</c>, for other assemblies: its text, or what is wrong with it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="reader">Reads its source.</param>
    /// <param name="cancellationToken">Says that nobody wants to know any more.</param>
    public static SharedFunction Share(IMethodSymbol method, AttributeReader reader, CancellationToken cancellationToken)
    {
        var table = new FunctionTable(reader, cancellationToken);
        var id = IdOf(method);
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility == Accessibility.Public) continue;
            var what = symbol is IMethodSymbol ? "it" : $"its class '{symbol.Name}'";
            return Wrong("MG0088", $"{what} is not public. Write 'public'.");
        }

        if (table.WhyNot(method) is var (diagnostic, reason)) return Wrong(diagnostic, reason);
        table.Read(method, id);
        if (table._inOrder.FirstOrDefault(function => function.Problem is not null)?.Problem is { } problem)
            return new SharedFunction(id, null, problem, table.Find(problem.Function!, problem.Position));
        if (!table.IsResolved) return new SharedFunction(id, null, null, null);
        if (table._inOrder.Select(FirstLayer).FirstOrDefault(layer => layer is not null) is { } layer)
            return new SharedFunction(id, null, layer, table.Find(layer.Function!, layer.Position));
        return FormulaText.Write(table._inOrder) is { } text
            ? new SharedFunction(id, text, null, null)
            : Wrong("MG0088", "it is too long. Divide it, or write loops shorter.");

        SharedFunction Wrong(string diagnostic, string reason) => new(
            id, null, Problem(diagnostic, null, -1, Display(method), reason), method.Locations.FirstOrDefault());
    }

    /// <summary>The first call of a layer in a function, as what is wrong with it; null if there is none.</summary>
    private static FunctionProblem? FirstLayer(FunctionSpec function) =>
        function.Body.Select(Find).FirstOrDefault(found => found is not null) is { } layer
            ? Problem("MG0071", function.Id, layer.Position, function.Name, LayerCalls.Advice(layer.Text))
            : null;

    private static Formula? Find(Formula formula) => formula.Operation == FormulaOperations.Layer
        ? formula
        : formula.Parts.Select(Find).FirstOrDefault(found => found is not null);

    private void Read(IMethodSymbol method, string id)
    {
        if (_read.ContainsKey(id)) return;
        _cancellationToken.ThrowIfCancellationRequested();
        var expressions = new List<Place>();
        _sources.Add(id, (method, expressions));
        _open.Add(id);
        var spec = new FunctionReader(this, id, expressions, _cancellationToken).Read(method, Syntax(method)!);
        _open.RemoveAt(_open.Count - 1);
        _read.Add(id, spec);
        spec = GradientOf(method, id, spec, expressions);
        _read[id] = spec;
        _inOrder.Add(spec);
    }

    /// <summary>The function with the gradient that its attribute names, if there is one.</summary>
    private FunctionSpec GradientOf(IMethodSymbol method, string id, FunctionSpec spec, List<Place> expressions)
    {
        var attribute = method.GetAttributes().FirstOrDefault(found => IsLibrary(found.AttributeClass, "GradientAttribute"));
        if (attribute is null || spec.Problem is not null) return spec;
        if (attribute.ApplicationSyntaxReference?.GetSyntax(_cancellationToken) is { } syntax)
            expressions.Add(new Place(syntax.SyntaxTree, syntax.Span));
        var place = expressions.Count - 1;
        var name = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        var methods = method.ContainingType.GetMembers(name)
            .OfType<IMethodSymbol>()
            .Where(found => found.MethodKind == MethodKind.Ordinary)
            .ToArray();
        var isOne = method.Parameters.Count(parameter => IsTensor(parameter.Type)) == 1;
        if (methods.Length != 1)
        {
            return Wrong($"the class has {(methods.Length == 0 ? "no method" : "several methods")} of this name. Declare one: static "
                + $"Tensor{(isOne ? "" : "[]")} {Named(name)}(…, Tensor gradient).");
        }

        var gradient = methods[0];
        if (gradient.Equals(method, SymbolEqualityComparer.Default)) return Wrong("it is the function itself.");
        if (WhyNot(gradient, givesSeveral: !isOne) is var (_, reason)) return Wrong(reason);
        var wanted = method.Parameters.Select(parameter => parameter.Type).ToArray();
        var given = gradient.Parameters.Select(parameter => parameter.Type).ToArray();
        if (given.Length != wanted.Length + 1
            || !wanted.SequenceEqual(given.Take(wanted.Length), SymbolEqualityComparer.Default)
            || !IsTensor(given[given.Length - 1]))
        {
            var types = string.Join(", ", wanted.Select(type => type.Name).Append("Tensor"));
            return Wrong($"its parameters are not those of the function and, behind them, the gradient of the result: ({types}).");
        }

        var gradientId = IdOf(gradient);
        Read(gradient, gradientId);
        return spec with { Gradient = gradientId };

        FunctionSpec Wrong(string reason) => spec with { Problem = Problem("MG0086", id, place, method.Name, name, reason) };
    }

    /// <summary>The name of the function that an attribute applies; null if it is another attribute.</summary>
    private static string? NameIn(AttributeSpec spec) =>
        spec.TypeName is nameof(ApplyAttribute) or nameof(LossAttribute)
            ? (spec.Positional.FirstOrDefault()?.Value as ValueSpec.Text)?.Value ?? ""
            : null;

    private static int NamesIn(AttributeSpec spec) =>
        spec.Positional.Skip(1).FirstOrDefault()?.Value is ValueSpec.Array names ? names.Items.Count : 0;

    private static string Named(string name) => name.Length == 0 ? "Method" : name;

    private static string IdOf(IMethodSymbol method) =>
        (method.PartialDefinitionPart ?? method).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithMemberOptions(
            SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters)
            .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType));

    /// <summary>Whether a method is for other assemblies.</summary>
    public static bool IsShared(IMethodSymbol method) =>
        method.GetAttributes().Any(attribute => IsLibrary(attribute.AttributeClass, "TensorFunctionAttribute"));

    public static bool IsTensor(ITypeSymbol? type) => IsLibrary(type, "Tensor");

    public static bool IsLabels(ITypeSymbol? type) => IsLibrary(type, "Labels");

    private static bool IsLibrary(ITypeSymbol? type, string name) =>
        type is INamedTypeSymbol { Arity: 0, ContainingType: null } named
        && named.Name == name
        && named.ContainingNamespace is { Name: nameof(ModelGen), ContainingNamespace.IsGlobalNamespace: true };

    public static ParameterKind? KindOf(ITypeSymbol type) => type switch
    {
        _ when IsTensor(type) => ParameterKind.Tensor,
        _ when IsLabels(type) => ParameterKind.Labels,
        { SpecialType: SpecialType.System_Int32 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Boolean } =>
            ParameterKind.Constant,
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Int32 } => ParameterKind.Constant,
        _ => null,
    };
}
