using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>
/// Reads attributes. They may use constants of generated code, which the generator cannot see: <c>[Input(Encoder.OutputSize)]</c>.
/// </summary>
/// <remarks>
/// A constant of a model's generated half is a function of that model's declaration, which is read for it. The analyzer sees the generated
/// half, and reads it in this way all the same: both must come to one Spec, also where the other model has errors and its constants
/// are stand-ins. One reader serves one model; <see cref="_open"/> holds the models that wait for each other's constants.
/// </remarks>
/// <param name="compilation">The compilation of the model.</param>
/// <param name="seesGenerated">Whether generated code may be in it. Where it is not, what C# understands names no constant of it.</param>
/// <param name="cancellationToken">Says that nobody wants to know any more.</param>
internal sealed class AttributeReader(Compilation compilation, bool seesGenerated, CancellationToken cancellationToken)
{
    private readonly List<INamedTypeSymbol> _open = [];
    private readonly Dictionary<INamedTypeSymbol, IReadOnlyDictionary<string, object>?> _known = new(SymbolEqualityComparer.Default);

    private readonly Dictionary<SyntaxTree, SemanticModel> _semantics = [];

    /// <summary>The index in <see cref="_open"/> at which the outermost circle begins.</summary>
    private int _circle = int.MaxValue;

    /// <summary>What the model stands in.</summary>
    public Compilation Compilation => compilation;

    /// <summary>Reads a model and the blocks it reaches.</summary>
    public ModelDeclaration Declaration(INamedTypeSymbol model)
    {
        _open.Add(model);
        var declaration = ModelDeclaration.Read(model, this, cancellationToken);
        _open.RemoveAt(_open.Count - 1);
        return declaration;
    }

    /// <summary>Reads an attribute; null if that is not possible.</summary>
    public PipelineAttributeData? Read(AttributeData attribute)
    {
        if (!seesGenerated && Language.IsResolved(attribute))
            return Native(attribute);
        if (
            attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken)
                is AttributeSyntax { ArgumentList.Arguments.Count: > 0 } syntax
            && compilation.ContainsSyntaxTree(syntax.SyntaxTree))
        {
            var names = new GeneratedConstants(this, compilation, cancellationToken);
            var found = names.In(syntax.ArgumentList.Arguments.Select(argument => argument.Expression), Semantics(syntax.SyntaxTree));
            if (found is null) return null;
            if (found.Count > 0) return SubstitutedAttribute.Read(attribute, syntax, found, Semantics(syntax.SyntaxTree));
        }

        return Language.IsResolved(attribute) ? Native(attribute) : null;
    }

    private static PipelineAttributeData Native(AttributeData attribute) =>
        new(
            attribute,
            attribute.AttributeConstructor!,
            new AttributeSpec(
                attribute.AttributeClass!.Name,
                attribute.AttributeClass.TypeArguments.Select(PipelineClass.NameOf).ToEquatableArray(),
                attribute
                    .ConstructorArguments.Select(
                        (value, i) => new ArgumentSpec(attribute.AttributeConstructor!.Parameters[i].Name, ValueReader.Read(value)))
                    .ToEquatableArray(),
                attribute
                    .NamedArguments.Select(argument => new ArgumentSpec(argument.Key, ValueReader.Read(argument.Value)))
                    .ToEquatableArray()));

    /// <summary>The semantic model of a file: one for each file, because it caches what it has found.</summary>
    public SemanticModel Semantics(SyntaxTree tree)
    {
        if (!_semantics.TryGetValue(tree, out var semantics)) _semantics.Add(tree, semantics = compilation.GetSemanticModel(tree));
        return semantics;
    }

    /// <summary>A constant of a model's generated part.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The constant's name, or path through nested classes.</param>
    public ConstantValue Constant(INamedTypeSymbol model, string path)
    {
        if (!CouldBeGenerated(path)) return new ConstantValue.NotGenerated();
        var index = _open.FindIndex(open => SymbolEqualityComparer.Default.Equals(open, model));
        if (index >= 0)
        {
            _circle = Math.Min(_circle, index);
            return new ConstantValue.Circular(Circle(index, model));
        }

        var (around, before) = (_open.Count - 1, _circle);
        _circle = int.MaxValue;
        var constants = ConstantsOf(model);
        var circle = _circle;
        _circle = Math.Min(before, circle);
        // A circle through the model that is being read is its own mistake, too; another circle is not.
        if (circle <= around) return new ConstantValue.Circular(Circle(circle, model, _open[circle]));
        if (constants is null) return new ConstantValue.Unknown();
        return constants.TryGetValue(path, out var value) ? new ConstantValue.Known(value) : new ConstantValue.NotGenerated();
    }

    /// <summary>
    /// Whether a constant of some model may have this name. The constants of the model that is being read are not known yet.
    /// </summary>
    private static bool CouldBeGenerated(string path) =>
        path == "ParameterCount"
        || path.EndsWith("InputSize", StringComparison.Ordinal)
        || path.EndsWith("OutputSize", StringComparison.Ordinal)
        || path.StartsWith("Layers.", StringComparison.Ordinal);

    private IReadOnlyDictionary<string, object>? ConstantsOf(INamedTypeSymbol model)
    {
        if (_known.TryGetValue(model, out var known)) return known;
        var declaration = Declaration(model);
        var constants = declaration.IsResolved ? ModelCompiler.Constants(SpecReader.Read(declaration, cancellationToken)) : null;
        if (_circle == int.MaxValue) _known.Add(model, constants);
        return constants;
    }

    private string Circle(int first, params INamedTypeSymbol[] last) =>
        string.Join(" → ", _open.Skip(first).Concat(last).Select(model => model.Name));
}
