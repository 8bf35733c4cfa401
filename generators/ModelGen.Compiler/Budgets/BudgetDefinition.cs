using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Budgets;

/// <summary><c>[Budget]</c>: limits of a model's cost, checked when it is built.</summary>
internal sealed class BudgetDefinition : AttributeDefinition
{
    public override string AttributeName => nameof(BudgetAttribute);

    public override string WhyNotInBlock => "only a model has a budget";

    public override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute)
    {
        var budget = (BudgetAttribute)attribute;
        if (Quantity.All.All(quantity => quantity.Limit(budget) == long.MaxValue))
            yield return new ArgumentProblem(DiagnosticCatalogue.NothingGiven, null, -1, "limit", "[Budget(Parameters = 100_000)]").Or(
                location => Fix.Remove(location, "Budget"));
        foreach (var quantity in Quantity.All)
        {
            var limit = quantity.Limit(budget);
            if (limit >= 1) continue;
            var problem = Require.OutOfRange(quantity.Argument, Literals.Integer(limit), "at least 1");
            yield return limit is 0 or long.MinValue ? problem : problem.Or(Literals.Integer(-limit));
        }
    }
}
