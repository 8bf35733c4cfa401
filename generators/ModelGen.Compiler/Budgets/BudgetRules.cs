using System.Globalization;
using ModelGen.Compiler.Codegen;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Budgets;

/// <summary>Whether a model keeps to its budget.</summary>
internal static class BudgetRules
{
    private const int Named = 3;

    /// <summary>One diagnostic for each limit that is exceeded. Nothing is measured that has no limit.</summary>
    public static IEnumerable<Diagnostic> Check(BuiltModel model)
    {
        foreach (var budget in model.Budgets)
        {
            foreach (var quantity in Quantity.All)
            {
                var limit = quantity.Limit(budget.Attribute);
                if (limit == long.MaxValue) continue;
                var cost = quantity.Measure(model);
                if (cost.Total > limit) yield return Exceeded(budget, quantity, limit, cost);
            }
        }
    }

    private static Diagnostic Exceeded(Budget budget, Quantity quantity, long limit, Cost cost)
    {
        var location = budget.Location.At(quantity.Argument);
        return new Diagnostic(DiagnosticCatalogue.OverBudget, location, EquatableArray.Of(
            "[Budget]",
            "",
            string.Format(CultureInfo.InvariantCulture, quantity.Form, Literals.Grouped(cost.Total)),
            Literals.Grouped(cost.Total - limit),
            Literals.Grouped(limit),
            quantity.Argument,
            Largest(cost),
            quantity.Advice))
        {
            Fixes = EquatableArray.Of(Fix.Of(
                $"Raise the limit to {Literals.Grouped(cost.Total)}", Edit.Set(location, Literals.Grouped(cost.Total).Replace(',', '_')))),
        };
    }

    /// <summary>The most expensive part, and others above a hundredth of the total.</summary>
    private static string Largest(Cost cost)
    {
        var largest = cost
            .Parts.OrderByDescending(part => part.Amount)
            .Take(Named)
            .Where((part, i) => i == 0 || part.Amount * 100 > cost.Total)
            .Select(part => $"{part.Name} ({Literals.Grouped(part.Amount)}, {Share(part.Amount, cost.Total)})")
            .ToArray();
        return string.Join(", ", largest.Take(largest.Length - 1)) + (largest.Length > 1 ? " and " : "") + largest.LastOrDefault();
    }

    private static string Share(long amount, long total) =>
        amount * 100 < total ? "less than 1 %" : Literals.Integer((long)Math.Round(100.0 * amount / total)) + " %";
}
