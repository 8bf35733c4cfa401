using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using Op = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Generator.Frontend;

/// <summary>Reads one method as a formula, from what C# understands of it.</summary>
/// <remarks>
/// Types are C#'s business: what it accepts, with conversions written out, is translated or refused here. The first thing that is no
/// operation ends the reading of the method.
/// </remarks>
internal sealed class FunctionReader(
    FunctionTable table, string id, List<Place> expressions, CancellationToken cancellationToken)
{
    private readonly Dictionary<ISymbol, int> _locals = new(SymbolEqualityComparer.Default);
    private string _name = "";
    private int _depth;

    public FunctionSpec Read(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        var semantics = table.Semantics(syntax.SyntaxTree);
        var declared = (IMethodSymbol)semantics.GetDeclaredSymbol(syntax, cancellationToken)!;
        var parameters = new List<FunctionParameter>();
        var depth = table.Depth;
        _name = method.Name;
        var spec = new FunctionSpec(id, method.Name, EquatableArray<FunctionParameter>.Empty, EquatableArray<Formula>.Empty);
        try
        {
            foreach (var parameter in declared.Parameters)
            {
                _locals.Add(parameter, _locals.Count);
                var value = parameter is { IsOptional: true, HasExplicitDefaultValue: true }
                    ? Constant(parameter.ExplicitDefaultValue, 0)
                    : null;
                var kind = FunctionTable.KindOf(parameter.Type)!.Value;
                parameters.Add(new FunctionParameter(parameter.Name, kind) { Default = value });
            }

            // There is no operation for the parentheses around all of an expression.
            var expression = syntax.ExpressionBody?.Expression;
            while (expression is ParenthesizedExpressionSyntax inner) expression = inner.Expression;
            var body = expression is null
                ? Statement(semantics.GetOperation(syntax.Body!, cancellationToken)!)
                : Return(expression, semantics.GetOperation(expression, cancellationToken));
            return spec with { Parameters = parameters.ToEquatableArray(), Body = EquatableArray.Of(body) };
        }
        catch (RefusedException refused)
        {
            if (refused.Problem is null) table.CannotRead();
            return spec with { Parameters = parameters.ToEquatableArray(), Problem = refused.Problem };
        }
        finally
        {
            table.Depth = depth;
        }
    }

    private Formula Return(SyntaxNode syntax, IOperation? value)
    {
        if (value is null) throw new RefusedException(null);
        return Make(Op.Return, syntax, Expression(value));
    }

    private Formula Statement(IOperation operation)
    {
        Enter(operation);
        var formula = Translate(operation);
        Leave();
        return formula;
    }

    private Formula Translate(IOperation operation)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (operation)
        {
            case IBlockOperation block:
                return Make(Op.Block, block.Syntax, block.Operations.Select(Statement));
            case IVariableDeclarationGroupOperation group:
                return Make(Op.Block, group.Syntax, group.Declarations.SelectMany(d => d.Declarators).Select(Declaration));
            case IExpressionStatementOperation statement:
                return Effect(statement.Operation);
            case ISimpleAssignmentOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                return Effect(operation);
            case IReturnOperation { ReturnedValue: { } value } returned:
                return Make(Op.Return, returned.Syntax, Expression(value));
            case IConditionalOperation choice:
                var parts = new List<Formula> { Expression(choice.Condition), Statement(choice.WhenTrue) };
                if (choice.WhenFalse is not null) parts.Add(Statement(choice.WhenFalse));
                return Make(Op.If, choice.Syntax, parts);
            case IForLoopOperation loop:
                return Make(
                    Op.Loop,
                    loop.Syntax,
                    Make(Op.Block, loop.Syntax, loop.Before.Select(Statement)),
                    loop.Condition is { } condition ? Expression(condition) : Make(Op.Flag, loop.Syntax) with { Number = 1 },
                    Make(Op.Block, loop.Syntax, loop.AtLoopBottom.Select(Statement)),
                    Statement(loop.Body));
            case IBranchOperation { BranchKind: BranchKind.Break } leave when leave.Syntax is BreakStatementSyntax:
                return Make(Op.Break, leave.Syntax);
            case IBranchOperation { BranchKind: BranchKind.Continue } go:
                return Make(Op.Continue, go.Syntax);
            case IEmptyOperation empty:
                return Make(Op.Nothing, empty.Syntax);
            case IInvalidOperation:
                throw new RefusedException(null);
            default:
                throw Refuse(operation.Syntax, RefusedSyntax.Described(operation.Syntax), RefusedSyntax.Advice(operation.Syntax));
        }
    }

    private Formula Declaration(IVariableDeclaratorOperation declarator)
    {
        if (!_locals.ContainsKey(declarator.Symbol)) _locals.Add(declarator.Symbol, _locals.Count);
        if (declarator.GetVariableInitializer()?.Value is not { } value) return Make(Op.Nothing, declarator.Syntax);
        return Assign(declarator.Syntax, declarator.Symbol, Expression(value));
    }

    private Formula Effect(IOperation operation)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment:
                return Assign(assignment.Syntax, SymbolOf(assignment.Target), Expression(assignment.Value));
            case ICompoundAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } compound:
                var left = Expression(compound.Target);
                var sum = Binary(
                    compound, compound.OperatorKind, compound.OperatorMethod, left, Expression(compound.Value), compound.Type);
                return Assign(compound.Syntax, SymbolOf(compound.Target), sum);
            case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } step:
                var isInteger = step.Target.Type?.SpecialType is not (SpecialType.System_Single or SpecialType.System_Double);
                var one = Make(isInteger ? Op.Integer : Op.Number, step.Syntax) with { Number = 1 };
                return Assign(
                    step.Syntax,
                    SymbolOf(step.Target),
                    Make(step.Kind == OperationKind.Increment ? "Add" : "Subtract", step.Syntax, Expression(step.Target), one));
            case IInvocationOperation { TargetMethod.ReturnsVoid: true } call when FunctionTable.IsTensor(call.TargetMethod.ContainingType):
                return Make(Op.Do, call.Syntax, Invocation(call));
            case IInvalidOperation:
                throw new RefusedException(null);
            case IIncrementOrDecrementOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } step:
                throw Captured(step.Target);
            case IAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation } outside:
                throw Captured(outside.Target);
            default:
                throw Refuse(operation.Syntax, "a statement without a result", "Assign the result to a local, or return it.");
        }
    }

    private Formula Assign(SyntaxNode syntax, ISymbol target, Formula value) =>
        Make(Op.Assign, syntax, value) with { Number = _locals[target], Text = target.Name };

    private static ISymbol SymbolOf(IOperation target) =>
        target is ILocalReferenceOperation local ? local.Local : ((IParameterReferenceOperation)target).Parameter;

    private Formula Expression(IOperation operation)
    {
        Enter(operation);
        var formula = Value(operation);
        Leave();
        return formula;
    }

    /// <summary>Goes into an expression or a statement. What is very deep would leave no room on the stack, here and behind.</summary>
    private void Enter(IOperation operation)
    {
        _depth++;
        table.Depth++;
        if (_depth > FormulaText.MostDepth) throw TooDeep($"has more than {FormulaText.MostDepth} expressions inside each other");
        if (table.Depth > 2 * FormulaText.MostDepth)
        {
            throw TooDeep($"is called by functions that have, with it, more than {2 * FormulaText.MostDepth} expressions inside each "
                + "other");
        }

        RefusedException TooDeep(string how) =>
            new(FunctionTable.Problem("MG0094", id, Next(operation.Syntax), _name, how));
    }

    private void Leave()
    {
        _depth--;
        table.Depth--;
    }

    private Formula Value(IOperation operation)
    {
        if (operation is IInvalidOperation || operation.Type is { TypeKind: TypeKind.Error }) throw new RefusedException(null);
        if (operation.ConstantValue is { HasValue: true, Value: var value })
        {
            if (value is null && operation.Type is not (null or IArrayTypeSymbol))
                throw Refuse(operation.Syntax, "'null'", "Write the value that it stands for.");
            if (Constant(value, Next(operation.Syntax)) is { } constant) return constant;
        }

        switch (operation)
        {
            case IParenthesizedOperation inner:
                return Expression(inner.Operand);
            case ILocalReferenceOperation or IParameterReferenceOperation when _locals.TryGetValue(SymbolOf(operation), out var local):
                return Make(Op.Local, operation.Syntax) with { Number = local, Text = SymbolOf(operation).Name };
            case IConversionOperation conversion:
                return Conversion(conversion);
            case IBinaryOperation binary when IsReference(binary):
                throw Refuse(binary.Syntax, "a comparison of references", "Write Equal(a, b), which compares elements.");
            case IBinaryOperation { IsLifted: false } binary:
                return Binary(
                    binary, binary.OperatorKind, binary.OperatorMethod, Expression(binary.LeftOperand), Expression(binary.RightOperand),
                        binary.Type);
            case IUnaryOperation { IsLifted: false } unary:
                return unary.OperatorKind switch
                {
                    UnaryOperatorKind.Minus => Make("Negate", unary.Syntax, Expression(unary.Operand)),
                    UnaryOperatorKind.Plus => Expression(unary.Operand),
                    UnaryOperatorKind.Not => Make("Not", unary.Syntax, Expression(unary.Operand)),
                    UnaryOperatorKind.Hat => Make(Op.FromEnd, unary.Syntax, Expression(unary.Operand)),
                    _ => throw Refuse(unary.Syntax, $"the operator '{unary.Syntax}'", RefusedSyntax.Language + "."),
                };
            case IConditionalOperation choice when choice.WhenFalse is { } otherwise:
                return Make(Op.Choice, choice.Syntax, Expression(choice.Condition), Expression(choice.WhenTrue), Expression(otherwise));
            case IInvocationOperation call:
                return Invocation(call);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IArrayElementReferenceOperation { Indices.Length: 1 } element:
                return Make(Op.Element, element.Syntax, Expression(element.ArrayReference), Expression(element.Indices[0]));
            case IArrayCreationOperation { Initializer: { } initializer } array when IsArray(array.Type):
                return Make(Op.Array, array.Syntax, initializer.ElementValues.Select(Expression));
            case ICollectionExpressionOperation collection when IsArray(collection.Type):
                return Make(Op.Array, collection.Syntax, collection.Elements.Select(Expression));
            case IFieldReferenceOperation or IInstanceReferenceOperation:
                throw Captured(operation);
            default:
                throw Refuse(operation.Syntax, RefusedSyntax.Described(operation.Syntax), RefusedSyntax.Advice(operation.Syntax));
        }
    }

    private static bool IsArray(ITypeSymbol? type) =>
        type is IArrayTypeSymbol { Rank: 1 } array
        && (array.ElementType.SpecialType == SpecialType.System_Int32 || FunctionTable.IsTensor(array.ElementType));

    private Formula Conversion(IConversionOperation conversion)
    {
        var operand = Expression(conversion.Operand);
        if (FunctionTable.IsTensor(conversion.Type)) return operand;
        return conversion.Type?.SpecialType switch
        {
            SpecialType.System_Int32 => Make(Op.ToInteger, conversion.Syntax, operand),
            SpecialType.System_Single => Make(Op.ToFloat, conversion.Syntax, operand),
            SpecialType.System_Double => Make(Op.ToDouble, conversion.Syntax, operand),
            SpecialType.System_Boolean => operand,
            _ when SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type) => operand,
            _ when IsArray(conversion.Type) => operand,
            _ when conversion.Type is { Name: "Index" } => operand,
            _ => throw Refuse(conversion.Syntax, $"a conversion to {conversion.Type?.ToDisplayString()}", RefusedSyntax.Language + "."),
        };
    }

    private Formula Binary(
        IOperation operation, BinaryOperatorKind kind, IMethodSymbol? method, Formula left, Formula right, ITypeSymbol? type)
    {
        var name = kind switch
        {
            BinaryOperatorKind.Add => "Add",
            BinaryOperatorKind.Subtract => "Subtract",
            BinaryOperatorKind.Multiply => "Multiply",
            BinaryOperatorKind.Divide => "Divide",
            BinaryOperatorKind.Remainder => "Remainder",
            BinaryOperatorKind.LessThan => "Less",
            BinaryOperatorKind.LessThanOrEqual => "LessOrEqual",
            BinaryOperatorKind.GreaterThan => "Greater",
            BinaryOperatorKind.GreaterThanOrEqual => "GreaterOrEqual",
            BinaryOperatorKind.Equals => "Equal",
            BinaryOperatorKind.NotEquals => "NotEqual",
            BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And => "And",
            BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or => "Or",
            _ => null,
        };
        if (name is null || (method is not null && !FunctionTable.IsTensor(method.ContainingType)))
            throw Refuse(operation.Syntax, "this operator", RefusedSyntax.Language + ".");
        var result = Make(name, operation.Syntax, left, right);
        return type?.SpecialType == SpecialType.System_Single ? Make(Op.ToFloat, operation.Syntax, result) : result;
    }

    private static bool IsReference(IBinaryOperation binary) =>
        binary.OperatorMethod is null && FunctionTable.IsTensor(Unconverted(binary.LeftOperand).Type);

    private static IOperation Unconverted(IOperation operation) =>
        operation is IConversionOperation conversion ? Unconverted(conversion.Operand) : operation;

    private Formula Invocation(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var owner = method.ContainingType;
        if (FunctionTable.IsTensor(owner) || FunctionTable.IsLabels(owner))
        {
            if (method.Name is "Of" or "Run" or "ToArray" or "ToString" or "Equals" or "GetHashCode")
                throw Refuse(call.Syntax, $"'{method.Name}'", "It is for tests and debuggers; a number is written as it is, and numbers "
                    + "that are learned are a Parameter.");
            if (LayerMethods.Is(call)) return Layer(call);
            if (LayerMethods.IsWindow(method))
            {
                var window = call.Arguments.Where(LayerMethods.IsOfWindow).OrderBy(argument => argument.Parameter!.Ordinal);
                return MakeAt(method.Name, call, window.Select(argument => Expression(argument.Value)).Prepend(Expression(call.Instance!)));
            }

            var arguments = call.Arguments.OrderBy(argument => argument.Parameter!.Ordinal).Select(argument => Expression(argument.Value));
            var parts = call.Instance is { } instance ? arguments.Prepend(Expression(instance)) : arguments;
            return MakeAt(method.Name, call, parts);
        }

        if (owner is { Name: "Math" or "MathF", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            && KnownMath.Contains(method.Name))
        {
            var formula = Make("Math." + method.Name, call.Syntax, call.Arguments.Select(argument => Expression(argument.Value)));
            return call.Type?.SpecialType == SpecialType.System_Single ? Make(Op.ToFloat, call.Syntax, formula) : formula;
        }

        if (method.MethodKind != MethodKind.Ordinary || !FunctionTable.IsTensor(method.ReturnType))
            throw Refuse(call.Syntax, $"a call of '{FunctionTable.Display(method)}'", $"{RefusedSyntax.Language}. A method "
                + "that is called gives a Tensor.");
        var position = Next(call.Syntax);
        var (called, problem) = table.Call(method, id, position);
        if (called is null) throw new RefusedException(problem);
        var values = call.Arguments.OrderBy(argument => argument.Parameter!.Ordinal).Select(argument => Expression(argument.Value));
        return Make(Op.Call, call.Syntax, values) with { Text = called };
    }

    /// <summary>The call of a layer, with the arguments that are written and are not null.</summary>
    private Formula Layer(IInvocationOperation call)
    {
        var arguments = call.Arguments
            .Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue)
            .OrderBy(argument => argument.Parameter!.Ordinal)
            .Select(argument => (argument.Parameter!.Name, Value: Expression(argument.Value), argument.Value.Syntax))
            .Where(argument => argument.Value.Operation != Op.Null)
            .Select(argument => Make(Op.Argument, argument.Syntax, argument.Value) with { Text = argument.Name });
        return MakeAt(Op.Layer, call, arguments.Prepend(Expression(call.Instance!))) with { Text = call.TargetMethod.Name };
    }

    private static readonly HashSet<string> KnownMath =
        new(StringComparer.Ordinal) { "Sqrt", "Exp", "Log", "Pow", "Abs", "Max", "Min", "Tanh", "Sin", "Cos", "Floor", "Ceiling" };

    private Formula Property(IPropertyReferenceOperation property)
    {
        if (property.Instance is { } instance)
        {
            if (FunctionTable.IsTensor(instance.Type) && property.Property.Name is "Shape" or "Rank" or "Size")
                return Make(property.Property.Name, property.Syntax, Expression(instance));
            if (instance.Type is IArrayTypeSymbol && property.Property.Name == "Length")
                return Make(Op.Length, property.Syntax, Expression(instance));
        }

        else if (FunctionTable.IsTensor(property.Property.ContainingType) && property.Property.Name == "IsTraining")
        {
            return Make(property.Property.Name, property.Syntax);
        }

        throw Captured(property);
    }

    /// <summary>A constant; null if it is of a type that functions do not know.</summary>
    private static Formula? Constant(object? value, int position)
    {
        var (operation, number, text) = value switch
        {
            null => (Op.Null, 0.0, ""),
            string s => (Op.Text, 0.0, s),
            bool flag => (Op.Flag, flag ? 1.0 : 0.0, ""),
            int or short or byte or sbyte or ushort => (Op.Integer, Convert.ToDouble(value, CultureInfo.InvariantCulture), ""),
            float or double => (Op.Number, Convert.ToDouble(value, CultureInfo.InvariantCulture), ""),
            _ => ("", 0.0, ""),
        };
        return operation.Length == 0
            ? null
            : new Formula(operation, position, EquatableArray<Formula>.Empty) { Number = number, Text = text };
    }

    private RefusedException Captured(IOperation operation)
    {
        var name = operation switch
        {
            IFieldReferenceOperation field => field.Field.Name,
            IPropertyReferenceOperation property => property.Property.Name,
            _ => operation.Syntax.ToString(),
        };
        return new RefusedException(FunctionTable.Problem("MG0083", id, Next(operation.Syntax), name));
    }

    private RefusedException Refuse(SyntaxNode syntax, string what, string advice) =>
        new(FunctionTable.Problem("MG0081", id, Next(syntax), what, advice));

    private int Next(SyntaxNode syntax) => Next(new Place(syntax.SyntaxTree, syntax.Span));

    private int Next(Place place)
    {
        expressions.Add(place);
        return expressions.Count - 1;
    }

    /// <summary>A call on the result of another call stands where its own name does, and not where the chain begins.</summary>
    private Formula MakeAt(string operation, IInvocationOperation call, IEnumerable<Formula> parts)
    {
        var read = parts.ToEquatableArray();
        return new Formula(operation, Next(Place.Of(call.Syntax)), read);
    }

    private Formula Make(string operation, SyntaxNode syntax, params Formula[] parts) =>
        new(operation, Next(syntax), parts.ToEquatableArray());

    private Formula Make(string operation, SyntaxNode syntax, IEnumerable<Formula> parts) =>
        Make(operation, syntax, parts.ToArray());

    /// <summary>Ends the reading of a method.</summary>
    /// <param name="problem">Why; null if C# reports it.</param>
    private sealed class RefusedException(FunctionProblem? problem) : Exception
    {
        public FunctionProblem? Problem { get; } = problem;
    }
}
